"""Whether a server that was restored from a backup knows what had been promised before the backup
began, and is in one piece. It may know more: what was promised while the backup was made."""

import collections
import copy

from support.audit import expect
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
        entries = line.pages(f"/api/users/{user}/point/history", "entries")[::-1]
        expect([e["entryId"] for e in entries] == list(range(1, len(entries) + 1)),
               f"the ledger of {user} has a gap: {entries}")
        total = 0
        for entry in entries:
            total += entry["amount"] if entry["type"] in ("CHARGE", "REFUND") else -entry["amount"]
            expect(total == entry["balance"] >= 0, f"the ledger of {user} goes wrong at {entry}")
        now = line.get(f"/api/users/{user}/point")
        expect((now["balance"], now["version"]) == (total, len(entries)),
               f"the wallet of {user} is {now} and its ledger's sum {total}")
        expect(then.moves.get(user, 0) <= len(entries),
               f"{user} had {then.moves.get(user)} entries before, and has {len(entries)}")


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
    placed = collections.defaultdict(list)
    for event in events:
        placed[event["partition"]].append(event["position"])
    for partition, positions in placed.items():
        expect(positions == list(range(1, len(positions) + 1)),
               f"positions of partition {partition} have a gap: {positions}")
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
