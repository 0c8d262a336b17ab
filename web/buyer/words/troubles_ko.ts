import type {TroubleWords} from './troubles_en';

export const troublesKo: Record<string, TroubleWords> = {
  lost: {
    title: '서버의 응답이 없습니다',
    next: '연결이 끊겼을 수 있습니다. 두 번 처리되는 일은 없으니 다시 시도해 주세요.',
  },
  other: {title: '처리하지 못했습니다', next: '잠시 후 다시 시도해 주세요.'},
  busy: {
    title: '지금 접속이 많습니다',
    next: '많은 분이 동시에 이용하고 있습니다. 몇 초 뒤에 다시 시도해 주세요.',
  },
  rate_limited: {
    title: '요청이 너무 잦습니다',
    next: '잠시 기다렸다가 다시 시도해 주세요. 서둘러도 빨라지지 않습니다.',
  },
  seat_taken: {
    title: '다른 분이 먼저 선택했습니다',
    next: '방금 선점된 좌석입니다. 다른 좌석을 골라 주세요.',
  },
  sale_not_open: {
    title: '아직 판매 전입니다',
    next: '이 화면에 그대로 계시면 판매 시작과 함께 자동으로 넘어갑니다.',
  },
  sale_closed: {
    title: '판매가 끝났습니다',
    next: '이 회차는 더 이상 판매하지 않습니다. 다른 회차를 확인해 보세요.',
  },
  price_changed: {
    title: '가격이 바뀌었습니다',
    next: '새 가격을 확인하고, 괜찮으시면 좌석을 선점해 주세요.',
  },
  cookie_missing: {
    title: '이 브라우저에 순번을 저장할 수 없습니다',
    next: '대기열에는 쿠키가 필요하며, 브라우저는 https:// 주소에서만 저장합니다.',
  },
  token_missing: {title: '입장 시간이 끝났습니다', next: '좌석을 사려면 다시 줄을 서 주세요.'},
  token_unknown: {title: '입장 시간이 끝났습니다', next: '좌석을 사려면 다시 줄을 서 주세요.'},
  token_mismatch: {
    title: '이 브라우저는 다른 사용자로 대기 중입니다',
    next: '본인 번호로 다시 줄을 서 주세요.',
  },
  token_waiting: {
    title: '아직 차례가 아닙니다',
    next: '줄을 서 계십니다. 차례가 되면 좌석 배치도가 자동으로 열립니다.',
  },
  token_expired: {title: '입장 시간이 끝났습니다', next: '좌석을 사려면 다시 줄을 서 주세요.'},
  reservation_expired: {
    title: '선점 시간이 끝났습니다',
    next: '좌석이 다시 풀렸습니다. 아직 남아 있다면 다시 선택해 주세요.',
  },
  reservation_cancelled: {title: '취소된 예약입니다', next: '좌석을 다시 골라 주세요.'},
  reservation_confirmed: {title: '이미 결제되었습니다', next: '아래에서 티켓을 확인하세요.'},
  reservation_not_found: {title: '없는 예약입니다', next: '내 티켓에서 찾아보세요.'},
  schedule_not_found: {title: '없는 회차입니다', next: '공연 목록을 확인해 주세요.'},
  concert_not_found: {title: '없는 공연입니다', next: '공연 목록을 확인해 주세요.'},
  seat_not_found: {title: '없는 좌석입니다', next: '배치도에서 골라 주세요.'},
  not_the_owner: {title: '다른 분의 예약입니다', next: '예약한 사용자로 로그인해 주세요.'},
  insufficient_balance: {
    title: '포인트가 부족합니다',
    next: '충전한 뒤 결제해 주세요. 남은 시간 동안 좌석은 그대로 유지됩니다.',
  },
  balance_limit: {title: '보유 한도를 넘습니다', next: '더 적은 금액을 충전해 주세요.'},
  identity_missing: {title: '로그인이 필요합니다', next: '토큰으로 로그인해 주세요.'},
  identity_invalid: {
    title: '토큰이 더 이상 유효하지 않습니다',
    next: '새 토큰을 받아 다시 로그인해 주세요.',
  },
  identity_mismatch: {title: '다른 사용자의 것입니다', next: '해당 사용자로 로그인해 주세요.'},
  duplicate: {
    title: '방금 시도하셨습니다',
    next: '본인 또는 같은 인터넷 주소의 다른 분입니다. 시간이 지날 때까지 기다려 주세요.',
  },
  already_reserved: {title: '이미 좌석이 있습니다', next: '한 분당 한 좌석입니다. 즐거운 관람 되세요!'},
  sold_out: {title: '매진되었습니다', next: '모든 좌석이 나갔습니다. 다른 공연을 확인해 보세요.'},
  contention: {title: '다른 분들이 조금 더 빨랐습니다', next: '지금 바로 다시 시도해 주세요.'},
  missing_user: {title: '로그인이 필요합니다', next: '로그인한 뒤 계속해 주세요.'},
  validation: {title: '입력 내용을 확인해 주세요', next: '작성하신 내용을 다시 살펴봐 주세요.'},
};
