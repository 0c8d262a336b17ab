/** The calls of the buyer, and what they answer. */
import {call, freshKey, type Wish} from '../base/call';
import {session, sessionHeaders} from './session';

export interface Concert {
  concertId: number;
  title: string;
  artist: string;
}

export interface Section {
  name: string;
  rows: number;
  seatsPerRow: number;
  price: number;
}

export interface Schedule {
  scheduleId: number;
  concertId: number;
  startsAt: string;
  saleOpensAt?: string;
  saleClosesAt?: string;
  saleOpensInSeconds?: number;
  saleClosesInSeconds?: number;
  maxConcurrentUser: number;
  sections: Section[];
  seats: number;
  available?: number;
}

export interface ConcertDetail extends Concert {
  schedules: Schedule[];
}

export interface Standing {
  queueStatus: 'WAIT' | 'ACTIVE';
  estimatedWaitTime?: number;
  position?: number;
  claimInSeconds?: number;
  serverTime: string;
  expiresAt: string;
  pollAfterSeconds: number;
}

export interface Reservation {
  reservationId: string;
  userId?: number;
  status: 'PREEMPTED' | 'CONFIRMED' | 'EXPIRED' | 'CANCELLED';
  seatId: number;
  seatNumber: number;
  concertScheduleId: number;
  price: number;
  createdAt?: string;
  expiredAt?: string;
  expiresInSeconds?: number;
  paidAt?: string;
  balance?: number;
  refunded?: number;
}

export interface Wallet {
  userId: number;
  balance: number;
  version: number;
}

export interface Entry {
  entryId: number;
  type: 'CHARGE' | 'USE' | 'PAYMENT' | 'REFUND';
  amount: number;
  balance: number;
  reservationId?: string;
  at: string;
}

export interface Joined {
  seat: {id: number};
  remainingSeats: number;
  sequence?: number;
}

function ask<T>(path: string, wish: Wish = {}): Promise<T> {
  return call<T>(path, {...wish, headers: {...sessionHeaders(), ...wish.headers}});
}

function user(): string {
  return encodeURIComponent(session()?.user ?? '');
}

export const listConcerts = (signal: AbortSignal) =>
  ask<{concerts: Concert[]}>('/api/concerts', {signal});

export const readConcert = (id: string | number, signal: AbortSignal) =>
  ask<ConcertDetail>(`/api/concerts/${encodeURIComponent(id)}`, {signal});

export const readSchedule = (id: string | number, signal: AbortSignal) =>
  ask<Schedule>(`/api/schedules/${encodeURIComponent(id)}`, {signal});

/** The same place for the same user, however often it is asked for. */
export const enterQueue = (schedule: number) =>
  ask<Standing>(`/api/queue/tokens?userId=${user()}&scheduleId=${schedule}`, {method: 'POST'});

export const readStanding = (schedule: number, signal?: AbortSignal) =>
  ask<Standing>(`/api/queue/status?scheduleId=${schedule}`, signal ? {signal} : {});

export const leaveQueue = (schedule: number) =>
  ask<void>(`/api/queue/tokens?scheduleId=${schedule}`, {method: 'DELETE'});

export const reserve = (schedule: number, seat: number, price: number, key = freshKey()) =>
  ask<Reservation>('/api/reservations', {
    method: 'POST',
    key,
    body: {userId: session()?.user, concertScheduleId: schedule, seatId: seat, price},
  });

export const readReservation = (id: string, signal: AbortSignal) =>
  ask<Reservation>(`/api/reservations/${encodeURIComponent(id)}`, {signal});

export const listReservations = (cursor: string | undefined, signal?: AbortSignal) =>
  ask<{reservations: Reservation[]; next: string | null}>(
    `/api/users/${user()}/reservations?limit=20${more(cursor)}`,
    signal ? {signal} : {},
  );

/** One key a reservation and intention: a second press asks again and does nothing twice. */
export const pay = (id: string, key: string) =>
  ask<Reservation>(`/api/reservations/${encodeURIComponent(id)}/confirm`, {method: 'POST', key});

export const giveBack = (id: string, key: string) =>
  ask<Reservation>(`/api/reservations/${encodeURIComponent(id)}/cancel`, {method: 'POST', key});

export const readWallet = (signal: AbortSignal) =>
  ask<Wallet>(`/api/users/${user()}/point`, {signal});

export const charge = (amount: number, key: string) =>
  ask<Wallet>(`/api/users/${user()}/point/charge`, {method: 'POST', key, body: {amount}});

export const readHistory = (cursor: string | undefined, signal?: AbortSignal) =>
  ask<{entries: Entry[]; next: string | null}>(
    `/api/users/${user()}/point/history?limit=20${more(cursor)}`,
    signal ? {signal} : {},
  );

export const listFirstSeats = (signal: AbortSignal) =>
  ask<{seats: {id: number; status: boolean}[]}>('/api/v1/seats', {signal});

export const join = (name: string, phone: string) =>
  ask<Joined>('/fcfs/join', {
    method: 'POST',
    headers: {'X-User-Id': session()?.user ?? ''},
    body: {user_name: name, phone},
  });

function more(cursor: string | undefined): string {
  return cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
}
