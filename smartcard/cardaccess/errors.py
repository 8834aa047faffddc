"""What can go wrong with a card, each with its own class, its words in both languages and what to do next."""

from __future__ import annotations

from schemas.errors import ZijianError


class CardError(ZijianError):
    """Base. ``zh``, ``en``: what is wrong; ``todo_zh``, ``todo_en``: what to do."""

    zh = "卡片錯誤"
    en = "card error"
    todo_zh = ""
    todo_en = ""

    def __init__(self, detail: str = "", *, hint: str = "") -> None:
        """``detail`` names the reader, the module or the like; never a PIN."""
        said = f": {detail}" if detail else ""
        super().__init__(f"{self.zh} ({self.en}){said}", hint=hint or _todo(self.todo_zh, self.todo_en))
        self.detail = detail

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.detail,)


def _todo(zh: str, en: str) -> str:
    return f"{zh}({en})" if zh else ""


class NoService(CardError):
    """PC/SC does not answer."""

    zh, en = "智慧卡服務未啟動", "the PC/SC service is not running"
    todo_zh, todo_en = (
        "Linux:安裝並啟動 pcscd;Windows:啟動「Smart Card」服務。",
        "start pcscd or the Smart Card service",
    )
    retryable = True


class NoLibrary(CardError):
    """The PC/SC library or its Python package is not there."""

    zh, en = "未安裝智慧卡元件", "the smart card parts are not installed"
    todo_zh = "pip install 'zijian[card]';Debian:apt install pcscd libpcsclite1。"
    todo_en = "install the extra 'card' and pcscd"


class NoReader(CardError):
    """No reader is plugged in."""

    zh, en = "找不到讀卡機", "no reader"
    todo_zh, todo_en = "請插上讀卡機並安裝驅動程式。", "plug in a reader"
    retryable = True


class NoCard(CardError):
    """The reader is empty."""

    zh, en = "卡片不存在", "no card in the reader"
    todo_zh, todo_en = "請檢查卡片是否插好、方向是否正確。", "check that the card is inserted the right way"
    retryable = True


class CardInUse(CardError):
    """Another program holds the card."""

    zh, en = "卡片使用中", "another program is using the card"
    todo_zh, todo_en = "請關閉其他使用卡片的程式後再試。", "close the other program and try again"
    retryable = True


class CardMute(CardError):
    """The card does not answer to power."""

    zh, en = "卡片沒有回應", "the card does not answer"
    todo_zh, todo_en = "請擦拭晶片後重新插卡。", "wipe the chip and insert it again"


class CardRemoved(CardError):
    """The card was pulled while it was being used."""

    zh, en = "卡片已被取出", "the card was removed"
    todo_zh, todo_en = "請重新插卡,再做一次。", "insert it and start again"
    retryable = True


class CardReset(CardError):
    """Another program reset the card."""

    zh, en = "卡片被其他程式重設", "another program reset the card"
    todo_zh, todo_en = "請再做一次。", "start again"
    retryable = True


class CardChanged(CardError):
    """Another card than before is in the reader."""

    zh, en = "已換成另一張卡片", "this is another card"
    todo_zh, todo_en = "請插回原來的卡片。", "insert the first card again"


class UnsupportedCard(CardError):
    """No profile knows the card."""

    zh, en = "不支援的卡片", "this card is not supported"
    todo_zh, todo_en = "請使用自然人憑證或工商憑證。", "use a citizen or business certificate card"


class BadAnswer(CardError):
    """The card answers what no card should: a status word, garbage, or without end."""

    zh, en = "卡片回應異常", "the card answers strangely"
    todo_zh, todo_en = "請重新插卡;若仍如此,卡片可能損壞。", "insert it again; it may be damaged"


class CardTimeout(CardError):
    """No answer in time."""

    zh, en = "卡片逾時沒有回應", "the card did not answer in time"
    todo_zh, todo_en = "請重新插卡再試。", "insert it again"
    retryable = True


class ModuleMissing(CardError):
    """The PKCS#11 module is not there or does not load."""

    zh, en = "無法載入 PKCS#11 模組", "the PKCS#11 module cannot be loaded"
    todo_zh = "請安裝 HiCOS,或以 ZIJIAN_PKCS11 指定模組路徑。"
    todo_en = "install HiCOS or name the module in ZIJIAN_PKCS11"


class PinFormat(CardError):
    """The PIN cannot be right; it was not sent to the card."""

    zh, en = "PIN 須為 6 至 8 碼,未送出", "a PIN has 6 to 8 characters; nothing was sent"
    todo_zh, todo_en = "請重新輸入。", "type it again"


class PinWrong(CardError):
    """The card refused the PIN; one try is spent."""

    zh, en = "PIN 錯誤", "wrong PIN"
    todo_zh, todo_en = "請確認大寫鎖定與輸入法;連錯三次即鎖卡。", "check Caps Lock; three wrong tries lock the card"

    def __init__(self, left: int | None = None, detail: str = "") -> None:
        """``left`` tries, where the card says."""
        super().__init__(detail or ("" if left is None else f"剩餘 {left} 次 ({left} left)"))
        self.left = left

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.left, self.detail)


class PinLastTry(CardError):
    """One try is left and nobody said to spend it."""

    zh, en = "PIN 只剩最後一次機會", "one try is left"
    todo_zh, todo_en = "確定 PIN 無誤時,請以 --last-try 確認。", "confirm by --last-try if you are sure"


class PinLocked(CardError):
    """The card is locked."""

    zh, en = "卡片已鎖住", "the card is locked"
    todo_zh = "自然人憑證:https://moica.nat.gov.tw/unblockcard.html;工商憑證:工商憑證管理中心。"
    todo_en = "unlock it where it was issued: MOICA https://moica.nat.gov.tw/unblockcard.html, or MOEACA"


class CertificateMissing(CardError):
    """The card has no signing certificate."""

    zh, en = "卡片中沒有簽章憑證", "no signing certificate on the card"
    todo_zh, todo_en = "請確認卡片種類。", "check the kind of card"


class SignFailed(CardError):
    """The card or its module did not sign."""

    zh, en = "簽章失敗", "signing failed"
    todo_zh, todo_en = "請重新插卡再試。", "insert the card again"


class OriginDenied(CardError):
    """A page that is not on the list asked the bridge."""

    zh, en = "網頁來源不在允許清單", "this origin is not allowed"
    todo_zh, todo_en = "請由管理人員加入允許清單。", "the operator may add it to the list"


class ProductionRefused(CardError):
    """The virtual card was asked for in production."""

    zh, en = "正式環境不得使用虛擬卡", "the virtual card does not run in production"
    todo_zh, todo_en = "請使用真實卡片,或移除 ZIJIAN_ENV=production。", "use a real card"
