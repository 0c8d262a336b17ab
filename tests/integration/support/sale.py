"""A sale under load, and a book of everything that the server has promised in it.

Each buyer has users of its own and does one thing at a time, so the book knows what must be. What
was asked and not answered when the server died is asked again with its key after the restart: only
then is it known."""

import http.client
import threading

from support.client import Client, token_of

GONE = (OSError, http.client.HTTPException)
SEATS = 400
PRICE = 1000


class Broken(AssertionError):
    """A promise that the server did not keep."""


class Book:
    """What was promised, over all lives of a server."""

    def __init__(self, hall, room):
        self.hall = hall            # the schedule whose seats are reserved
        self.room = room            # the schedule with a waiting room
        self.lock = threading.Lock()
        self.kept = []              # (path, body, key, status, body of the answer)
        self.reservations = {}      # id -> [user, seat, state]
        self.balances = {}          # user -> points
        self.moves = {}             # user -> entries of the ledger
        self.seats = {}             # FCFS user -> (seat, sequence)
        self.booked_unheard = set() # FCFS users who have a seat, says the server, but not which
        self.sequences = set()
        self.last_life = 0          # the greatest sequence of the lives before
        self.tokens = {}            # user -> (token, is active, position)
        self.left = {}              # user -> token given up
        self.checked = 0            # how many of `kept` were found again

    def note_answer(self, path, body, key, answer):
        with self.lock:
            self.kept.append((path, body, key, answer.status, answer.body))

    def note_reservation(self, user, answer):
        with self.lock:
            self.reservations[answer["reservationId"]] = [user, answer["seatId"], "PREEMPTED"]

    def note_state(self, reservation, state):
        with self.lock:
            self.reservations[reservation][2] = state

    def note_move(self, user, amount):
        with self.lock:
            self.balances[user] = self.balances.get(user, 0) + amount
            self.moves[user] = self.moves.get(user, 0) + 1

    def note_sequence(self, sequence):
        with self.lock:
            if sequence in self.sequences or sequence <= self.last_life:
                raise Broken(f"the sequence number {sequence} was handed out again")
            self.sequences.add(sequence)

    def note_seat(self, user, answer):
        self.note_sequence(answer["sequence"])
        with self.lock:
            taken = [s for s, _ in self.seats.values()]
            if answer["seat"]["id"] in taken:
                raise Broken(f"the seat {answer['seat']} was given away again, to {user}")
            self.seats[user] = (answer["seat"]["id"], answer["sequence"])

    def begin_life(self):
        self.last_life = max(self.sequences, default=0)


class Buyer:
    """One client. `run` ends when the server has gone."""

    def __init__(self, book, number, dice):
        self.book = book
        self.dice = dice
        self.user = 1000 + number
        self.count = 0
        self.held = []      # reservations that can be paid or given back
        self.paid = []
        self.open = None    # what was asked last and not answered

    def run(self, port):
        wishes = (self.charge, self.charge, self.reserve, self.reserve, self.reserve,
                  self.confirm, self.confirm, self.cancel, self.use, self.join, self.join,
                  self.enter, self.enter, self.leave)
        with Client(port) as self.line:
            try:
                while True:
                    self.dice.choice(wishes)()
            except GONE:
                return

    def settle(self, line):
        """After a restart: what came of that which was not answered."""
        self.line = line
        if self.open:
            again, self.open = self.open, None
            again()

    def fresh(self, prefix):
        self.count += 1
        return f"{prefix}-{self.user}-{self.count}"

    def ask(self, path, body, key, then):
        self.open = lambda: self.ask(path, body, key, then)
        answer = self.line.post(path, body, Idempotency_Key=key)
        if answer.status not in (200, 409, 410, 422):
            raise Broken(f"{path} {body}: {answer}")
        self.book.note_answer(path, body, key, answer)
        if answer.status == 200:
            then(answer)
        self.open = None

    def charge(self):
        # Now and then a wallet that all of them fill at once.
        user = 999 if self.dice.random() < 0.2 else self.user
        amount = self.dice.randrange(1, 3 * PRICE)
        self.ask(f"/api/users/{user}/point/charge", {"amount": amount}, self.fresh("charge"),
                 lambda _: self.book.note_move(user, amount))

    def use(self):
        amount = self.dice.randrange(1, PRICE)
        self.ask(f"/api/users/{self.user}/point/use", {"amount": amount}, self.fresh("use"),
                 lambda _: self.book.note_move(self.user, -amount))

    def reserve(self):
        body = {"userId": self.user, "concertScheduleId": self.book.hall,
                "seatId": self.dice.randrange(1, SEATS + 1), "price": PRICE}

        def then(answer):
            self.held.append(answer["reservationId"])
            self.book.note_reservation(self.user, answer)

        self.ask("/api/reservations", body, self.fresh("reserve"), then)

    def confirm(self):
        if self.held:
            which = self.dice.choice(self.held)

            def then(_):
                self.held.remove(which)
                self.paid.append(which)
                self.book.note_state(which, "CONFIRMED")
                self.book.note_move(self.user, -PRICE)

            self.ask(f"/api/reservations/{which}/confirm", {}, self.fresh("confirm"), then)

    def cancel(self):
        if self.held or self.paid:
            which = self.dice.choice(self.held + self.paid)

            def then(answer):
                (self.held if which in self.held else self.paid).remove(which)
                self.book.note_state(which, "CANCELLED")
                if answer["refunded"]:
                    self.book.note_move(self.user, answer["refunded"])

            self.ask(f"/api/reservations/{which}/cancel", {}, self.fresh("cancel"), then)

    def join(self):
        self.join_as(self.fresh("user"))

    def join_as(self, user, is_again=False):
        self.open = lambda: self.join_as(user, True)
        answer = self.line.join(user)
        if answer.status == 200:
            self.book.note_seat(user, answer)
        elif answer.header("X-Fcfs-Seq"):
            self.book.note_sequence(int(answer.header("X-Fcfs-Seq")))
        if answer.status != 200 and answer["reason"] not in (
                ("sold_out", "contention") + (("duplicate", "already_reserved") if is_again else ())):
            raise Broken(f"join of {user}: {answer}")
        if answer.status != 200 and answer["reason"] in ("duplicate", "already_reserved"):
            self.book.booked_unheard.add(user)
        self.open = None

    def enter(self):
        self.count += 1
        self.enter_as(self.user * 1_000_000 + self.count)

    def enter_as(self, user):
        self.open = lambda: self.enter_as(user)
        answer = self.line.enter(user, self.book.room)
        if answer.status != 200:
            raise Broken(f"entering as {user}: {answer}")
        with self.book.lock:
            self.book.tokens[user] = (token_of(answer), answer["queueStatus"] == "ACTIVE",
                                      answer.json.get("position"))
        self.open = None

    def leave(self):
        with self.book.lock:
            mine = [u for u in self.book.tokens if u // 1_000_000 == self.user]
        if mine:
            self.leave_as(self.dice.choice(mine))

    def leave_as(self, user, is_again=False):
        self.open = lambda: self.leave_as(user, True)
        token = self.book.tokens[user][0]
        answer = self.line.call("DELETE", f"/api/queue/tokens?scheduleId={self.book.room}",
                                headers={"X-Queue-Token": token})
        if answer.status != 204 and not (is_again and answer.status == 401):
            raise Broken(f"leaving as {user}: {answer}")
        with self.book.lock:
            del self.book.tokens[user]
            self.book.left[user] = token
        self.open = None
