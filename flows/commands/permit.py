"""``zijian permit``: applications, permits, staff, type approvals, and the history of all of it."""

from __future__ import annotations

import argparse

from flows import permit_application_actions, permit_people_actions, permit_register_actions
from flows.permit_arguments import add_actions, run_action

ACTIONS = {**permit_register_actions.ACTIONS, **permit_application_actions.ACTIONS, **permit_people_actions.ACTIONS}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One action and its arguments."""
    add_actions(parser, ACTIONS)


def run(args: argparse.Namespace) -> int:
    """Exit status 0, 1 (an application with errors) or 2 (could not be done)."""
    return run_action(args, ACTIONS)
