"""``zijian mark``: the verification marks of permit holders, from approval to destruction."""

from __future__ import annotations

import argparse

from flows.mark_actions import ACTIONS
from flows.permit_arguments import add_actions, run_action


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One action and its arguments."""
    add_actions(parser, ACTIONS)


def run(args: argparse.Namespace) -> int:
    """Exit status 0, 1 (something stands against it, nothing was recorded) or 2 (could not be done)."""
    return run_action(args, ACTIONS)
