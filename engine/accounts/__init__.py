"""Who may come in: accounts, passwords, tokens. What they may see and do then is the affair of ``engine.access``."""

from __future__ import annotations

from engine.accounts.attempts import AttemptLimits, Attempts
from engine.accounts.calendar_links import (
    CalendarLink,
    Subscriber,
    calendar_link,
    revoke_calendar_links,
    subscriber,
)
from engine.accounts.credential import Credential, admit, authenticate, present
from engine.accounts.entrance import (
    Entrance,
    LogIn,
    act_as,
    change_password,
    log_in,
    log_out,
    refresh,
    service_token,
)
from engine.accounts.granting import grant_role, revoke_grant
from engine.accounts.held import AccountView, HeldGrant, held_grants, list_accounts
from engine.accounts.keys import Keys, keys_file
from engine.accounts.passwords import CHEAP, Passwords
from engine.accounts.people import NewAccount, add_account, disable_account, enable_account, reset_password
from engine.accounts.scopes import Scope

__all__ = [
    "CHEAP",
    "AccountView",
    "AttemptLimits",
    "Attempts",
    "CalendarLink",
    "Credential",
    "Entrance",
    "HeldGrant",
    "Keys",
    "LogIn",
    "NewAccount",
    "Passwords",
    "Scope",
    "Subscriber",
    "act_as",
    "add_account",
    "admit",
    "authenticate",
    "calendar_link",
    "change_password",
    "disable_account",
    "enable_account",
    "grant_role",
    "held_grants",
    "keys_file",
    "list_accounts",
    "log_in",
    "log_out",
    "present",
    "refresh",
    "reset_password",
    "revoke_calendar_links",
    "revoke_grant",
    "service_token",
    "subscriber",
]
