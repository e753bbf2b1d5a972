"""Commands of the whole house: init, migrate, serve, web, worker."""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from casefinder import child

BASE_DIR = Path(__file__).resolve().parent.parent


def add_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the house's own commands."""
    init = commands.add_parser("init", help="make a new installation: settings, secrets, database, register")
    init.add_argument("--prefecture", metavar="NN", help="the prefecture's two digits, 01 to 47")
    init.add_argument(
        "--municipalities",
        type=Path,
        metavar="FILE",
        help="an own list of municipalities instead (CSV or Excel)",
    )
    init.add_argument("--name", default="", help="with --municipalities: what the prefecture is called")
    init.add_argument("--kind", default="", choices=("道", "都", "府", "県"), help="with --municipalities")
    init.add_argument(
        "--region-word", default="", metavar="WORD", help="what its parts are called: 地域, 振興局, 圏域"
    )
    init.add_argument("--issuer", default="", help="the division that asks and publishes, as printed")
    init.set_defaults(handler=run_init)
    migrate = commands.add_parser("migrate", help="bring the database to the present schema")
    migrate.set_defaults(handler=run_migrate)
    doctor = commands.add_parser("doctor", help="look the installation over and say what to put right")
    doctor.add_argument("--no-mail", action="store_true", help="leave the mail server alone")
    doctor.add_argument("--all", action="store_true", help="list what is in order, too")
    doctor.set_defaults(handler=run_doctor)
    serve = commands.add_parser("serve", help="start web and worker together")
    web = commands.add_parser("web", help="start the web server alone")
    for command, handler in ((serve, run_serve), (web, run_web)):
        command.add_argument("--host", default="127.0.0.1")
        command.add_argument("--port", type=int, default=8000)
        command.add_argument("--workers", type=int, default=2, help="web processes")
        command.add_argument(
            "--threads", type=int, default=8, help="requests that each of them answers at once"
        )
        command.add_argument(
            "--deadline", type=float, default=60.0, metavar="SECONDS", help="a request may take no longer"
        )
        command.set_defaults(handler=handler)
    worker = commands.add_parser("worker", help="start the worker alone")
    worker.set_defaults(handler=run_worker)
    for command in (serve, worker):
        command.add_argument(
            "--sweep", type=float, default=30.0, metavar="SECONDS", help="how often to look for unheard work"
        )


def home() -> Path:
    """Return the installation's folder."""
    return Path(os.environ.get("CASEFINDER_HOME", "var")).resolve()


def run_init(args: argparse.Namespace) -> int:
    """Write settings and secrets, then the database with the prefecture's register."""
    from casefinder.founding import found

    settings = found(
        home(), prefecture=args.prefecture or "", municipalities=args.municipalities, name=args.name, kind=args.kind,
        region_word=args.region_word, issuer=args.issuer,
    )  # fmt: skip
    print(f"settings: {home() / 'casefinder.toml'} ({settings.here.name})")
    return run_migrate(args)


def run_migrate(_: argparse.Namespace) -> int:
    """Upgrade the schema, then load the register, the standard questionnaire and the codebook."""
    from casefinder.schema import upgrade

    upgrade()
    from casefinder import create_app
    from casefinder.config import Settings
    from casefinder.stock import load_stock

    settings = Settings.from_environ()
    with create_app(settings).app_context():
        load_stock(settings)
    print("the database is up to date")
    return 0


def run_doctor(args: argparse.Namespace) -> int:
    """Say what was found and what to do; exit code 1 when something has to be put right."""
    from casefinder.doctor import State, examine, told

    worst = 0
    for finding in examine(home(), with_mail=not args.no_mail):
        worst = max(worst, finding.state is State.BAD)
        if args.all or finding.state is not State.OK:
            mark, about, words, *to_do = told(finding)
            print(f"【{mark}】{about}：{words}")
            for line in to_do:
                print(f"　→ {line}")
    if not worst:
        print("問題は見つかりませんでした。")
    return int(worst)


def web_command(args: argparse.Namespace) -> list[str]:
    """Return the command that starts gunicorn; the access log names no path, for a path may hold a token."""
    access = '%(t)s "%(m)s" %(s)s %(b)s %(M)sms'
    return [
        sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"{args.host}:{args.port}",
        "--workers", str(args.workers), "--worker-class", "casefinder.patience.PatientWorker", "--threads", str(args.threads),
        "--access-logfile", "-", "--access-logformat", access, "--graceful-timeout", "20", "--no-control-socket", "--timeout", "60",
        "--logger-class", "casefinder.weblog.MaskingLogger", "--config", "python:casefinder.webserver",
    ]  # fmt: skip


def web_environment(args: argparse.Namespace) -> dict[str, str]:
    """Return what the web processes are told by their environment (`wsgi.py`)."""
    return {"CASEFINDER_HOME": str(home()), "CASEFINDER_DEADLINE_S": str(args.deadline)}


def run_web(args: argparse.Namespace) -> int:
    """Become gunicorn; settings that nobody can start with are said before, in one line."""
    from casefinder.ports import require_free

    _read_settings()
    require_free(args.host, args.port)
    os.environ.update(web_environment(args))
    os.chdir(BASE_DIR)
    command = web_command(args)
    os.execv(command[0], command)  # noqa: S606 - our own interpreter


def _read_settings() -> None:
    from casefinder.config import load

    load(home())


def run_worker(args: argparse.Namespace) -> int:
    """Listen for work until told to stop."""
    import logging

    from casefinder import create_app
    from casefinder.bell import listen
    from casefinder.config import Settings
    from casefinder.occupancy import move_in
    from casefinder.upkeep import jobs as upkeep

    move_in(home())
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    listen(create_app(Settings.from_environ()), sweep_s=args.sweep, beside=(upkeep.watch,))
    return 0


def run_serve(args: argparse.Namespace) -> int:
    """Start web and worker as children; when one ends, end the other and say so."""
    _make_sure_of(args)
    env = {**os.environ, **web_environment(args), child.PARENT: str(os.getpid())}
    commands = {
        "web": web_command(args),
        "worker": [sys.executable, "-m", "casefinder", "worker", "--sweep", str(args.sweep)],
    }
    children = {
        name: subprocess.Popen(command, env=env, cwd=BASE_DIR, process_group=0)  # noqa: S603 - our own programs
        for name, command in commands.items()
    }
    asked: list[object] = []

    def stop(*signals: object) -> None:
        asked.extend(signals)
        for process in children.values():
            process.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
    ended = {name: code for name, process in children.items() if (code := process.poll()) is not None}
    stop()
    for process in children.values():
        process.wait()
        _end_group(process.pid)
    if asked:
        return 0
    for name, code in ended.items():
        sys.stderr.write(f"casefinder: {name} ended with code {code}\n")
    return 1


def _make_sure_of(args: argparse.Namespace) -> None:
    """Refuse to start where somebody else serves, and say whom to end: a killed one gives its port back in a moment."""
    from casefinder.config import Settings
    from casefinder.occupancy import serve_alone
    from casefinder.ports import require_free

    serve_alone(Settings.from_environ().home)
    require_free(args.host, args.port)


def _end_group(group: int) -> None:
    """End what a child left behind: gunicorn's workers outlive a killed master for half a minute, on its port."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
