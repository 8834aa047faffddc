"""The fees of an application in the cashier's books: what is owed when it comes in, what was paid since."""

from __future__ import annotations

from dataclasses import replace

from flows.permit_desk import Desk
from schemas.application import Filing, Payment
from schemas.application_events import ApplicationForm
from schemas.permit_fees import fees_of


def charge_fees(desk: Desk, number: str, form: ApplicationForm, payer: str, ubn: str | None) -> None:
    """Write down that permit fee (3110) and certificate fee (5700) are owed, in the transaction of the application."""
    from flows.cashier import charge  # noqa: PLC0415 - DuckDB only where it is needed
    from warehouse.cashbook import Charge  # noqa: PLC0415

    for item in fees_of(form):
        purpose = f"度量衡業自行檢定許可申請 {number} {item.zh}"
        charge(desk.store, Charge(number, item.revenue_code, payer or number, ubn, item.amount, purpose), desk.actor)


def with_payments(desk: Desk, number: str, filing: Filing) -> Filing:
    """The application with what the cashier has taken in for it; without any, what its file says was paid."""
    from warehouse.cashbook import payments  # noqa: PLC0415

    taken = [one for one in payments(desk.store, number) if one.cancelled_at is None]
    if not taken:
        return filing
    payment = Payment(amount=sum(one.amount for one in taken), paid_on=taken[-1].paid_on)
    return replace(filing, more=filing.more.model_copy(update={"payment": payment}))
