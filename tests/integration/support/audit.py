"""Whether a server keeps what a book says that it has promised."""

import collections

from support.sale import Broken


def expect(is_so, what):
    if not is_so:
        raise Broken(what)


def check_answers(line, book, everything=False):
    """The same key gives the same answer, byte for byte."""
    for path, body, key, status, said in book.kept[0 if everything else book.checked:]:
        again = line.post(path, body, Idempotency_Key=key)
        expect((again.status, again.body) == (status, said),
               f"{path} {body} under {key} was {status} {said!r}, and is now {again}")
        expect(again.header("Idempotent-Replayed") == "true",
               f"{path} under {key} was done over: {again}")
    book.checked = len(book.kept)


def check_ledger(line, user):
    """Its entries are gapless, and their sum is the balance. Gives that, and how many they are."""
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
    return total, len(entries)


def check_wallets(line, book):
    """The ledgers are sound, and as promised."""
    for user, balance in book.balances.items():
        total, count = check_ledger(line, user)
        expect((total, count) == (balance, book.moves[user]),
               f"{user} was promised {balance} points in {book.moves[user]} entries and has "
               f"{total} in {count}")


def check_reservations(line, book):
    """Every reservation is as promised, no seat has two, and the seat list says the same."""
    owner = {}
    for number, (user, seat, state) in book.reservations.items():
        if state == "CANCELLED":
            continue
        expect(seat not in owner, f"the seat {seat} has {number} and {owner.get(seat)}")
        owner[seat] = (number, "HELD" if state == "PREEMPTED" else "SOLD")
    listed = line.get(f"/api/schedules/{book.hall}/seats")
    for seat in listed["seats"]:
        wanted = owner.get(seat["seatId"], (None, "AVAILABLE"))
        expect(seat["status"] == wanted[1], f"{seat} should be {wanted}")
    mine = collections.defaultdict(dict)
    for number, (user, seat, state) in book.reservations.items():
        mine[user][number] = (seat, state)
    for user, promised in mine.items():
        found = line.pages(f"/api/users/{user}/reservations", "reservations")
        expect({r["reservationId"]: (r["seatId"], r["status"]) for r in found} == promised,
               f"the reservations of {user} are {found} and should be {promised}")


def check_tokens(line, book):
    """The same token, a place that is no worse, and nobody past the room's limit."""
    places = []
    for user, (token, was_active, position) in sorted(book.tokens.items()):
        again = line.get(f"/api/queue/status?scheduleId={book.room}", X_Queue_Token=token)
        expect(again.status == 200, f"the token of {user} is gone: {again}")
        is_active = again["queueStatus"] == "ACTIVE"
        expect(is_active or not was_active, f"{user} was ACTIVE and waits: {again}")
        if not is_active:
            now = again["position"]
            expect(position >= now, f"{user} was at {position} and is at {now}")
            places.append(now)
        book.tokens[user] = (token, is_active, None if is_active else now)
        same = line.enter(user, book.room)
        expect(f"tokenId={token};" in same.header("Set-Cookie"), f"{user} has another token")
    expect(len(places) == len(set(places)), f"two have one place: {sorted(places)}")
    active = sum(is_active for _, is_active, _ in book.tokens.values())
    expect(active <= 3, f"{active} are ACTIVE at once")
    for user, token in book.left.items():
        again = line.get(f"/api/queue/status?scheduleId={book.room}", X_Queue_Token=token)
        expect(again.status == 401, f"{user} has left, and its token is {again}")


def check_positions(events):
    placed = collections.defaultdict(list)
    for event in events:
        placed[event["partition"]].append(event["position"])
    for partition, positions in placed.items():
        expect(positions == list(range(1, len(positions) + 1)),
               f"positions of partition {partition} have a gap: {positions}")


def check_events(line, book):
    """Gapless by position and by subject, and they tell of all that was promised."""
    events = line.events()
    check_positions(events)
    expect(len({e["id"] for e in events}) == len(events), "an event's id is there twice")
    told = collections.defaultdict(list)
    for event in events:
        told[event["subject"]].append(event)
    for subject, some in told.items():
        expect([e["sequence"] for e in some] == list(range(1, len(some) + 1)),
               f"the events of {subject} have a gap: {some}")
    words = {"PREEMPTED": ["reservation.preempted"],
             "CONFIRMED": ["reservation.preempted", "reservation.confirmed"]}
    for number, (_, _, state) in book.reservations.items():
        said = [e["type"] for e in told[f"reservation/{number}"]]
        expect(said == words.get(state, said) and (said[-1] == "reservation.cancelled")
               == (state == "CANCELLED"), f"{number} is {state}, and its events are {said}")
    for user, count in book.moves.items():
        expect(len(told[f"wallet/{user}"]) == count,
               f"{user} has {count} ledger entries and {len(told[f'wallet/{user}'])} events")
    check_bookings(line, book, [e for e in events if e["type"] == "seat.booked"])


def check_bookings(line, book, booked):
    """The FCFS face: one seat a user, one user a seat, numbers used once, as answered."""
    for name, values in (("seat", [e["data"]["seatId"] for e in booked]),
                         ("user", [e["data"]["fcfsUser"] for e in booked]),
                         ("sequence", [e["data"]["fcfsSequence"] for e in booked])):
        expect(len(values) == len(set(values)), f"a {name} was booked twice: {sorted(values)}")
    by_user = {e["data"]["fcfsUser"]: (e["data"]["seatId"], e["data"]["fcfsSequence"])
               for e in booked}
    for user, promised in book.seats.items():
        expect(by_user.get(user) == promised,
               f"{user} was promised {promised} and has {by_user.get(user)}")
    expect(book.booked_unheard <= set(by_user),
           f"called reserved without a seat: {book.booked_unheard - set(by_user)}")
    taken = {s["id"] for s in line.get("/api/v1/seats")["seats"] if s["status"]}
    expect(taken == {s for s, _ in by_user.values()},
           f"taken seats {sorted(taken)} are not the booked {sorted(by_user.values())}")


def check_everything(line, book):
    check_answers(line, book, everything=True)
    check_wallets(line, book)
    check_reservations(line, book)
    check_tokens(line, book)
    check_events(line, book)
