/** What went wrong, and what to do next, by the code that the server gives. */
export interface TroubleWords {
  title: string;
  next: string;
}

export const troublesEn: Record<string, TroubleWords> = {
  lost: {
    title: 'No answer from the server',
    next: 'The connection may be gone. Nothing is done twice, so simply try again.',
  },
  other: {title: 'That did not work', next: 'Try again in a moment.'},
  busy: {
    title: 'Very busy at the moment',
    next: 'Many people want the same thing. Wait a few seconds and try again.',
  },
  rate_limited: {
    title: 'That was too often',
    next: 'Wait a moment before you try again. Trying faster does not help.',
  },
  seat_taken: {
    title: 'Somebody was faster',
    next: 'That seat was taken a moment ago. Choose another one.',
  },
  sale_not_open: {
    title: 'The sale has not opened',
    next: 'Stay on this page: it goes on by itself as soon as the sale opens.',
  },
  sale_closed: {
    title: 'The sale has closed',
    next: 'No more seats are sold for this date. See whether another one suits you.',
  },
  price_changed: {
    title: 'The price is another now',
    next: 'Look at the new price, and hold the seat if you agree.',
  },
  cookie_missing: {
    title: 'This browser does not keep your place',
    next: 'The waiting room needs a cookie, and browsers keep it only at https:// addresses.',
  },
  token_missing: {title: 'Your turn is over', next: 'Line up again to buy a seat.'},
  token_unknown: {title: 'Your turn is over', next: 'Line up again to buy a seat.'},
  token_mismatch: {
    title: 'This browser waits as somebody else',
    next: 'Line up again under your number.',
  },
  token_waiting: {
    title: 'It is not your turn yet',
    next: 'You are in line. The map opens by itself when it is your turn.',
  },
  token_expired: {title: 'Your turn is over', next: 'Line up again to buy a seat.'},
  reservation_expired: {
    title: 'The hold has ended',
    next: 'The seat is free for everybody again. Choose it once more, if it still is.',
  },
  reservation_cancelled: {title: 'The seat was given back', next: 'Choose a seat again.'},
  reservation_confirmed: {title: 'This is paid already', next: 'Your ticket is below.'},
  reservation_not_found: {
    title: 'There is no such ticket',
    next: 'Look for it among your tickets.',
  },
  schedule_not_found: {title: 'There is no such date', next: 'See which concerts there are.'},
  concert_not_found: {title: 'There is no such concert', next: 'See which concerts there are.'},
  seat_not_found: {title: 'There is no such seat', next: 'Choose one on the map.'},
  not_the_owner: {
    title: 'This is somebody else\'s',
    next: 'Sign in as the one who reserved it.',
  },
  insufficient_balance: {
    title: 'Not enough points',
    next: 'Add points, then pay. The seat stays yours while the time runs.',
  },
  balance_limit: {
    title: 'That is more than an account holds',
    next: 'Add a smaller amount.',
  },
  identity_missing: {title: 'Who are you?', next: 'Sign in with your token to go on.'},
  identity_invalid: {
    title: 'Your token does not count any more',
    next: 'Get a new one and sign in again.',
  },
  identity_mismatch: {
    title: 'That belongs to another user',
    next: 'Sign in as that user to go on.',
  },
  duplicate: {
    title: 'You tried a moment ago',
    next: 'You, or somebody at your address on the net. Wait until the time is up.',
  },
  already_reserved: {title: 'You have a seat already', next: 'One each. Enjoy it!'},
  sold_out: {
    title: 'Sold out',
    next: 'All seats are gone. There may be seats at another concert.',
  },
  contention: {title: 'Others were faster, several times', next: 'Try again at once.'},
  missing_user: {title: 'Who are you?', next: 'Sign in to go on.'},
  validation: {title: 'Something is not filled in right', next: 'Look at what you wrote.'},
};
