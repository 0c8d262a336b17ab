/** What the admin API answers; docs/api.md says what it means. */

export interface View {
  node: number;
  at: string;
  error?: string;
  detail?: string;
}

export interface Role extends View {
  role: 'operator' | 'reader';
  store: string;
  cluster: boolean;
  publishes: boolean;
}

export interface NodeView {
  node: number;
  address: string;
  state: string;
  startedAt: string;
  uptimeSeconds: number;
  cpuShare: number;
  memoryBytes: number;
  threads: number;
  connections: number;
  streams: number;
  inFlight: number;
  requestsPerSecond: number;
  bookingsPerSecond: number;
  paymentsPerSecond: number;
  reasons: string[];
  store: string;
  storeFailing: boolean;
  incarnation: string | number | null;
  shards: number | null;
  leaseSeconds: number | null;
  links: unknown[];
}

export interface Cluster extends View {
  cluster: boolean;
  note: string;
  span: number;
  nodes: NodeView[];
  shards: unknown[];
  moves: unknown[];
}

export interface Kind {
  kind: string;
  alive: number;
  activations: number;
  messagesPerSecond: number;
  busyShare: number;
  p50Micros: number;
  p99Micros: number;
  waiting: number;
  oldestMillis: number;
  faults: number;
  lookedAt: number;
}

export interface Sighting {
  id: string;
  waiting: number;
  oldestMillis: number;
  messagesPerSecond: number;
  busyShare: number;
}

export interface Actors extends View {
  span: number;
  kinds: Kind[];
  busiest: Sighting[];
  deepest: Sighting[];
}

export interface Tapped {
  at: string;
  message: string;
  answer: boolean;
  putOff: boolean;
  micros: number;
}

export interface Actor extends View {
  id: string;
  kind: string;
  alive: boolean;
  silent?: string;
  handled?: number;
  waiting?: number;
  questions?: number;
  parked?: boolean;
  canGo?: boolean;
  facts?: {name: string; value: string}[];
  tap: Tapped[] | null;
}

export interface HouseEvent {
  type: string;
  subject: string;
  sequence: number;
  at: string;
  partition: number;
  position: number;
  amount: number;
  user?: number;
  fcfsUser?: string;
  fcfsSequence?: number;
  reservation?: string;
  publication: string;
  publicationNote: string;
}

export interface History extends View {
  id: string;
  events: HouseEvent[];
  before: string | null;
}

export interface Answer {
  key: string;
  user: number;
  operation: string;
  outcome: string;
  at: string;
  reservation?: string;
}

export interface Money extends View {
  reservation: {
    id: string;
    state: string;
    version: number;
    user: number;
    schedule: number;
    seat: number;
    price: number;
    createdAt?: string;
    heldUntil?: string;
    paidAt?: string;
  };
  seat: {id: string; state: string; version: number; isThisOne: boolean; reservation?: string};
  wallet: {id: string; balance: number; version: number};
  ledger: {entry: number; type: string; amount: number; balance: number; at: string}[];
  answers: Answer[];
  events: HouseEvent[];
  notes: string[];
}

export interface SaleRow {
  schedule: number;
  title: string;
  startsAt: string;
  awake: boolean;
  seats?: number;
  available?: number;
  held?: number;
  sold?: number;
}

export interface Sales extends View {
  schedules: number;
  sales: SaleRow[];
}

export interface Queue {
  state: 'OPEN' | 'PAUSED';
  capacity: number;
  ceiling: number;
  perSecondMax: number;
  waiting: number;
  active: number;
  admitted: number;
  abandoned: number;
  admittedPerSecond: number;
  waitSeconds: number;
  lineAway: boolean;
}

export interface Sale extends View {
  schedule: number;
  startsAt: string;
  saleOpensAt?: string;
  saleClosesAt?: string;
  seats: number;
  available: number;
  held: number;
  sold: number;
  queue: Queue | null;
  house: {
    requestsPerSecond: number;
    bookingsPerSecond: number;
    paymentsPerSecond: number;
    commitsPerSecond: number;
    writeSetsPerSecond: number;
    commitMillis: number;
    writesPending: number;
    storeFailing: boolean;
    events: number;
    outboxLag: number | null;
    outboxOldest: string | null;
    parked: number;
    refusals: {code: string; count: number; perSecond: number}[];
  };
}

export interface Invariant {
  name: string;
  says: string;
  state: 'HOLDS' | 'BROKEN' | 'UNKNOWN';
  checked: number;
  passes: number;
  brokenEver: number;
  lookedAt?: string;
  passedAt?: string;
  broken: {at: string; what: string}[];
}

export interface Invariants extends View {
  invariants: Invariant[];
}

export interface AuditEntry {
  node: number;
  at: string;
  action: string;
  target: string;
  change: string;
  phase: string;
  came?: string;
  name: string;
  peer: string;
  request: string;
}

export interface Audit extends View {
  entries: AuditEntry[];
}

export interface Found extends View {
  q: string;
  hits: {kind: string; id: string; title: string}[];
  answers: Answer[];
  whole: boolean;
}

export interface Preview extends View {
  preview: boolean;
  action: string;
  target: string;
  effect?: string[];
  confirm?: string;
  came?: string;
}
