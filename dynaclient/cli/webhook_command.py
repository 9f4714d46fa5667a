"""`webhook`: lists what the API sends, and sends a signed sample of it."""

from __future__ import annotations

import json
from typing import Any

import click

from .failures import CommandError
from .options import command, help_option, setup_of, show_help
from .other_lists import write_webhooks
from .terminal import clean
from .webhook_options import host_of, scheme_of, secrets_of, signature_options


@click.group(
    "webhook", short_help="List webhooks, and send samples.", add_help_option=False, invoke_without_command=True
)
@help_option
@click.pass_context
def webhook_command(ctx: click.Context) -> None:
    """Webhooks are requests that the API sends to you. See also `dynaclient listen`."""
    if ctx.invoked_subcommand is None:
        show_help(ctx)


@command("list", "List the webhooks and callbacks.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each.")
@click.pass_context
def list_command(ctx: click.Context, as_json: bool) -> int:
    """List the webhooks of the document, and the callbacks of its operations as OPERATION.NAME."""
    write_webhooks(setup_of(ctx), None, as_json=as_json)
    return 0


@command("send", "Send a signed sample of a webhook.")
@click.argument("name")
@click.option("--to", "url", required=True, metavar="URL", help="The address of your receiver.")
@click.option("--data", metavar="JSON", help='Members of the body, such as {"data": {"id": "batch_7"}}.')
@click.option("--force", is_flag=True, help="Send it even if the document does not allow it.")
@click.option("--seed", default=0, type=int, help="Another seed makes up another body.")
@signature_options
@click.pass_context
def send_command(
    ctx: click.Context,
    name: str,
    url: str,
    data: str | None,
    force: bool,
    seed: int,
    secrets: tuple[str, ...],
    hmac: str | None,
) -> int:
    """Send a webhook or callback to a receiver, with a body made from its schema and a signature of now.

    NAME is the name in the document, or the type of the event: `batch_completed`, `batch.completed`. Without a secret,
    it is signed with the one that sandboxes use, which is shown. Exit code 4 or 5 if the receiver refuses it.
    """
    from ..sandbox.deliveries import DeliveryError, NotDelivered
    from ..sandbox.sending import sample_sender
    from ..sandbox.signing import SECRET

    setup = setup_of(ctx)
    webhook = setup.client.webhooks[name]
    allowed = [host_of(url, "--to")]
    scheme = scheme_of(hmac)
    keys = secrets_of(setup, secrets)
    sender = sample_sender(setup.document, seed, allowed, keys or SECRET, scheme)
    try:
        delivery = sender.send(
            webhook.own_name, url, operation=webhook.operation_id, fields=_members(data), force=force
        )
    except DeliveryError as error:
        code = 6 if isinstance(error, NotDelivered) else 2
        fix = "" if code == 6 or "`force`" not in str(error) else "Pass --force to send it."
        message = str(error).removesuffix(" `force` allows it all the same.").rstrip(".")
        raise CommandError(f"{message}.", fix=fix, exit_code=code) from None
    if not keys:
        setup.terminal.note(f"Signed with the secret of sandboxes: {SECRET}")
    setup.terminal.line(clean(f"{delivery.name} to {url}: {delivery.status}"))
    if delivery.answer:
        setup.terminal.line(clean(delivery.answer))
    status = delivery.status or 0
    return 4 if 400 <= status < 500 else 5 if status >= 500 or status < 200 else 0


def _members(text: str | None) -> dict[str, Any] | None:
    if text is None:
        return None
    try:
        value = json.loads(text)
    except ValueError as error:
        raise CommandError(f"--data is not JSON: {error}.", fix="""Write --data '{"data": {"id": "x"}}'.""") from None
    if not isinstance(value, dict):
        raise CommandError("--data must be a JSON object with members of the body.")
    return value


for _command in (list_command, send_command):
    webhook_command.add_command(_command)
