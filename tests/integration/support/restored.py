"""Whether a server that was restored from a backup knows what had been promised before the backup
began, and is in one piece. It may know more: what was promised while the backup was made."""

import collections
import copy

from support.audit import check_ledger, check_positions, expect
from support.sale import Book

STEPS = {"PREEMPTED": 0, "CONFIRMED": 1, "CANCELLED": 2}


def remember(book):
    """The book as it is now, for later."""
    with book.lock:
        now = Book(book.hall, book.room)
        for name in ("kept", "reservations", "balances", "moves", "seats", "tokens", "left"):
            setattr(now, name, copy.deepcopy(getattr(book, name)))
        return now


def check_answers(line, then):
    for path, body, key, status, said in then.kept:
        again = line.post(path, body, Idempotency_Key=key)
        expect((again.status, again.body) == (status, said),
               f"{path} {body} under {key} was {status} {said!r}, and is now {again}")
        expect(again.header("Idempotent-Replayed") == "true", f"{path} under {key} was done over")


def check_wallets(line, then, last):
    for user in last.balances:
        _, count = check_ledger(line, user)
        expect(then.moves.get(user, 0) <= count,
               f"{user} had {then.moves.get(user)} entries before, and has {count}")


def check_reservations(line, then, last):
    """All that had been promised are there, no seat has two, and the seat list says the same."""
    found = {}
    for user in {user for user, _, _ in last.reservations.values()}:
        for one in line.pages(f"/api/users/{user}/reservations", "reservations"):
            found[one["reservationId"]] = (user, one["seatId"], one["status"])
    for number, (user, seat, state) in then.reservations.items():
        now = found.get(number)
        expect(now and now[:2] == (user, seat) and STEPS[now[2]] >= STEPS[state],
               f"{number} was {user, seat, state}, and is {now}")
    live = [(seat, number) for number, (_, seat, state) in found.items() if state != "CANCELLED"]
    expect(len(live) == len(dict(live)), f"a seat has two: {sorted(live)}")
    taken = {s["seatId"] for s in line.get(f"/api/schedules/{last.hall}/seats")["seats"]
             if s["status"] != "AVAILABLE"}
    expect(taken == set(dict(live)), f"{taken ^ set(dict(live))} are taken by nobody, or free twice")


def check_events(line, then):
    """Gapless by position and by subject; and the FCFS bookings that they tell of."""
    events = line.events()
    check_positions(events)
    told = collections.defaultdict(list)
    for event in events:
        told[event["subject"]].append(event["sequence"])
    for subject, numbers in told.items():
        expect(numbers == list(range(1, len(numbers) + 1)), f"{subject} has a gap: {numbers}")
    booked = {e["data"]["fcfsUser"]: (e["data"]["seatId"], e["data"]["fcfsSequence"])
              for e in events if e["type"] == "seat.booked"}
    expect(len({seat for seat, _ in booked.values()}) == len(booked), f"booked twice: {booked}")
    for user, promised in then.seats.items():
        expect(booked.get(user) == promised, f"{user} had {promised}, and has {booked.get(user)}")
    taken = {s["id"] for s in line.get("/api/v1/seats")["seats"] if s["status"]}
    expect(taken == {seat for seat, _ in booked.values()}, f"{taken} are taken, {booked} booked")
    return max((number for _, number in booked.values()), default=0)


def check_tokens(line, then, last):
    for user, (token, _, _) in then.tokens.items():
        again = line.get(f"/api/queue/status?scheduleId={last.room}", X_Queue_Token=token)
        expect(again.status == 200 or (again.status == 401 and user in last.left),
               f"the token of {user} is {again}")


def check_restored(line, then, last):
    """`then` is the book when the backup began, `last` when the old server ended. Gives the
    highest number of the FCFS sequence that the restored server knows."""
    check_answers(line, then)
    check_wallets(line, then, last)
    check_reservations(line, then, last)
    check_tokens(line, then, last)
    return check_events(line, then)
