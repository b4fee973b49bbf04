"""A modem line asks its operator for the credit, only when idle, and ends the menu it is shown."""

from gateway.at.lasting import lasting
from gateway.at.ussd import UssdCode
from tests.integration.modem_rig import opened, until
from tests.integration.scripted_modem import ERROR, OK, ScriptedModem, line

MENU = (
    b'\r\n+CUSD: 1,"Sisa pulsa Rp.24025.Aktif sd 28/08/2016.\r\nBeli skrg di http://tsel.me/x\r\n'
    b'\r\n2.Info Kartu\r\n",0\r\n'
)
ASK = {"balance_ussd": UssdCode("*888#")}


def test_credit_is_asked_and_told_and_the_menu_ended() -> None:
    lasting("kartu1").asked_at = float("-inf")
    with ScriptedModem() as modem:
        modem.rule(r"CUSD=1", OK + MENU)
        with opened(modem.device, **ASK) as kartu:
            until(lambda: kartu.transport.health().credit_at)
            health = kartu.transport.health()
            until(lambda: modem.told("CUSD=2"))
    assert (health.balance, health.expires) == (24_025, "2016-08-28")
    assert modem.told("CUSD=1") == ['AT+CUSD=1,"*888#",15'], "once in twelve hours"


def test_modem_that_refuses_or_stays_silent_goes_on_sending() -> None:
    for reply in (ERROR, OK, OK + line("+CUSD: 4"), OK + b'\r\n+CUSD: 0,"Maaf'):
        lasting("kartu1").asked_at = float("-inf")
        with ScriptedModem() as modem:
            modem.rule(r"CUSD=1", reply)
            with opened(modem.device, **ASK) as kartu:
                until(lambda: modem.told("CUSD=1"))
                kartu.send().result(10)
        assert kartu.transport.health().credit_at == 0


def test_reconnect_does_not_ask_again() -> None:
    lasting("kartu1").asked_at = float("-inf")
    with ScriptedModem() as modem:
        modem.rule(r"CUSD=1", OK)
        for _ in range(2):
            with opened(modem.device, **ASK) as kartu:
                kartu.send().result(10)
                until(lambda: modem.told("CUSD"))
        assert len(modem.told("CUSD=1")) == 1


def test_without_a_code_nobody_is_asked() -> None:
    lasting("kartu1").asked_at = float("-inf")
    with ScriptedModem() as modem, opened(modem.device) as kartu:
        kartu.send().result(10)
        modem.say(MENU)
        kartu.send().result(10)
    assert modem.told("CUSD") == []
    assert kartu.transport.health().balance is None
