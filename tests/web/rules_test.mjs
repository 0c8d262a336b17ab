// The parts of the pages that decide something, without a browser.
import assert from 'node:assert/strict';
import {createRequire} from 'node:module';
import path from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';

const web = fileURLToPath(new URL('../../web/', import.meta.url));
const esbuild = createRequire(path.join(web, 'package.json'))('esbuild');

/** A module of web/ with all that it imports. */
async function load(file) {
  const {outputFiles} = await esbuild.build({
    entryPoints: [path.join(web, file)],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  return import(`data:text/javascript;base64,${code}`);
}

const {EventReader} = await load('base/follow.ts');
const {Plan} = await load('buyer/seats/plan.ts');
const {SeatBook} = await load('buyer/seats/book.ts');
const {nearestFree, bestFree} = await load('buyer/seats/nearest.ts');
const {Camera} = await load('buyer/seats/camera.ts');

const sections = (...sizes) =>
  sizes.map(([rows, seatsPerRow, price = 1000], n) => ({name: `${n}`, rows, seatsPerRow, price}));

const houses = [
  sections([1, 1]),
  sections([5, 10]),
  sections([4, 20, 3000], [9, 10, 2000], [9, 10, 2000], [8, 24]),
  sections([50, 50], [50, 50], [50, 50], [50, 50]),
  sections([100, 3], [2, 300]),
  sections(...Array.from({length: 100}, (_, n) => [1 + (n % 7), 1 + (n % 13)])),
];

test('events come whole, however the stream is cut', () => {
  const text = 'id: 7\nevent: snapshot\ndata: {"a":1}\n\n: a comment\n\n'
    + 'id: 8\nevent: change\ndata: {"seatId":2}\n\nevent: ping\ndata:\n\nid: 9\nevent: change\nda';
  const all = (size) => {
    const reader = new EventReader();
    const heard = [];
    for (let at = 0; at < text.length; at += size)
      reader.add(text.slice(at, at + size), (event) => heard.push(event));
    return heard;
  };
  const whole = all(text.length);
  assert.deepEqual(whole.map((e) => [e.id, e.name, e.data]), [
    ['7', 'snapshot', '{"a":1}'], ['8', 'change', '{"seatId":2}'], ['', 'ping', ''],
  ]);
  for (let size = 1; size < 40; size++) assert.deepEqual(all(size), whole);
});

test('every seat is where it is pointed at, inside the house, and in nobody\'s place', () => {
  for (const house of houses) {
    const plan = new Plan(house);
    assert.equal(plan.seats, house.reduce((sum, s) => sum + s.rows * s.seatsPerRow, 0));
    for (let seat = 1; seat <= plan.seats; seat++) {
      const {x, y} = plan.middleOf(seat);
      for (const [dx, dy] of [[0, 0], [0.45, 0.45], [-0.45, -0.45]])
        assert.equal(plan.seatAt(x + dx, y + dy), seat);
      assert.ok(x > 0 && x < plan.width && y > 0 && y < plan.height);
      assert.equal(plan.seatOf(plan.placeOf(seat)), seat);
    }
    assert.equal(plan.placeOf(0), undefined);
    assert.equal(plan.placeOf(plan.seats + 1), undefined);
  }
});

function bookOf(plan, taken) {
  const book = new SeatBook(plan);
  const seats = Array.from({length: plan.seats}, (_, n) => ({
    seatId: n + 1, status: taken.has(n + 1) ? 'SOLD' : 'AVAILABLE',
  }));
  book.hear({id: '1', name: 'snapshot', data: JSON.stringify({version: 1, seats})});
  return book;
}

test('the nearest free seats are free, of the same section first, and the nearest', () => {
  const plan = new Plan(sections([4, 8, 2000], [4, 8]));
  const book = bookOf(plan, new Set([10, 11, 12]));
  const offered = nearestFree(plan, book, 11, 3);
  const far = (seat) => {
    const [a, b] = [plan.middleOf(seat), plan.middleOf(11)];
    return Math.hypot(a.x - b.x, a.y - b.y);
  };
  const free = Array.from({length: 32}, (_, n) => n + 1).filter((seat) => book.isFree(seat));
  free.sort((a, b) => far(a) - far(b));
  assert.deepEqual(offered, free.slice(0, 3));
  const all = new Set(Array.from({length: 32}, (_, n) => n + 1));
  assert.ok(nearestFree(plan, bookOf(plan, all), 11, 3).every((seat) => seat > 32));
  for (let n = 33; n <= 64; n++) all.add(n);
  assert.deepEqual(nearestFree(plan, bookOf(plan, all), 11, 3), []);
  assert.equal(bestFree(plan, bookOf(plan, all), plan.blocks[0]), 0);
});

test('the book counts what is free through any changes', () => {
  const plan = new Plan(houses[2]);
  const book = bookOf(plan, new Set());
  const words = ['AVAILABLE', 'HELD', 'SOLD'];
  let draw = 7;
  for (let n = 2; n < 5000; n++) {
    draw = (draw * 48271) % 2147483647;
    const change = {version: n, seatId: 1 + (draw % plan.seats), status: words[draw % 3]};
    book.hear({id: String(n), name: 'change', data: JSON.stringify(change)});
  }
  for (const block of plan.blocks) {
    let free = 0;
    for (let seat = block.first; seat < block.first + block.width * block.height; seat++)
      free += book.isFree(seat) ? 1 : 0;
    assert.equal(book.freeIn[block.index], free);
  }
  assert.equal(book.version, 4999);
});

test('zooming keeps the point under the finger, and the house stays in view', () => {
  const plan = new Plan(houses[3]);
  const camera = new Camera(plan);
  camera.resize(400, 300);
  assert.ok(camera.isWhole);
  camera.zoom(4, 200, 150);
  const before = camera.toPlan(180, 160);
  camera.zoom(1.5, 180, 160);
  const after = camera.toPlan(180, 160);
  assert.ok(Math.hypot(before.x - after.x, before.y - after.y) < 1e-9);
  camera.pan(1e6, -1e6);
  assert.ok(camera.x >= 0 && camera.y <= plan.height);
  camera.zoom(1e-6);
  assert.ok(camera.isWhole);
});
