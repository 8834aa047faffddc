"""Why a login is refused, each reason its own class; what the person is told says no more than they need."""

from __future__ import annotations

from cardaccess.errors import CardError


class LoginRefused(CardError):
    """Base of all reasons."""

    zh, en = "登入未通過", "login refused"
    todo_zh, todo_en = "請重新登入。", "log in again"


class ChallengeUnknown(LoginRefused):
    """Nobody gave this challenge out."""

    zh, en = "驗證要求不存在", "unknown challenge"


class ChallengeExpired(LoginRefused):
    """Two minutes are over."""

    zh, en = "驗證要求已逾時", "the challenge has expired"


class ChallengeUsed(LoginRefused):
    """It was used before: a replay."""

    zh, en = "驗證要求已使用過", "the challenge was used before"


class ChallengeMismatch(LoginRefused):
    """It was given out for another audience, purpose or account."""

    zh, en = "驗證要求用途不符", "the challenge is for something else"


class SignatureInvalid(LoginRefused):
    """The signature does not hold, or is over something else."""

    zh, en = "簽章不正確", "the signature does not hold"


class ChainInvalid(LoginRefused):
    """The certificate does not come from a loaded authority."""

    zh, en = "憑證不是由信任的憑證機構簽發", "the certificate is not from a trusted authority"
    todo_zh, todo_en = "請使用自然人憑證或工商憑證。", "use a citizen or business certificate"


class NotYetValid(LoginRefused):
    """Its time has not come."""

    zh, en = "憑證尚未生效", "the certificate is not valid yet"
    todo_zh, todo_en = "請確認憑證之有效日期。", "check its dates"


class Expired(LoginRefused):
    """Its time is over."""

    zh, en = "憑證已逾期", "the certificate has expired"
    todo_zh, todo_en = "請換發憑證。", "renew it"


class Revoked(LoginRefused):
    """The authority has revoked it."""

    zh, en = "憑證已廢止", "the certificate is revoked"
    todo_zh, todo_en = "請向憑證機構洽詢。", "ask the authority"


class RevocationUnknown(LoginRefused):
    """No current list or answer says whether it is revoked; without that nobody gets in."""

    zh, en = "無法確認憑證是否廢止", "whether it is revoked cannot be told"
    todo_zh, todo_en = "管理人員:請更新憑證廢止清單。", "the operator should load a current list"
    retryable = True


class UsageInvalid(LoginRefused):
    """The certificate is not for signing, or no holder's certificate of the card kinds in use."""

    zh, en = "憑證用途不符", "the certificate is not for this use"
    todo_zh, todo_en = "請使用簽章憑證。", "use the signing certificate"


class NotRegistered(LoginRefused):
    """No account is bound to the certificate."""

    zh, en = "憑證尚未註冊", "the certificate is not registered"
    todo_zh, todo_en = "請先註冊憑證。", "register it first"


class BoundToOther(LoginRefused):
    """Another account has this certificate."""

    zh, en = "憑證已註冊於其他帳號", "the certificate is bound to another account"
    todo_zh, todo_en = "請洽管理人員。", "ask the operator"


class AccountDisabled(LoginRefused):
    """The account is closed."""

    zh, en = "帳號已停用", "the account is disabled"
    todo_zh, todo_en = "請洽管理人員。", "ask the operator"
