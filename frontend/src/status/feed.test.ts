import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PublicIncident, Summary } from '../api/wire';
import { Feed } from './feed.svelte';

/** The browser's EventSource, as far as the feed knows it. */
class FakeStream extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeStream[] = [];
  readyState = 0;
  onopen: (() => void) | undefined;
  onerror: (() => void) | undefined;

  constructor(readonly url: string) {
    super();
    FakeStream.opened.push(this);
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  say(name: string, data = ''): void {
    this.dispatchEvent(Object.assign(new Event(name), { data }));
  }

  close(): void {
    this.readyState = FakeStream.CLOSED;
  }

  fail(refused: boolean): void {
    this.readyState = refused ? FakeStream.CLOSED : 0;
    this.onerror?.();
  }
}

const incident: PublicIncident = {
  id: 'INC-AAAAAA',
  title: 'API slow',
  sev: 2,
  status: 'open',
  services: [],
  started_at: 0,
  updated_at: 0,
  version: 1,
  announcements: [],
};
const calm: Summary = { state: 'operational', generated_at: 0, active: [], recent: [] };

let answers: (() => Promise<Response>)[];
let asked: number;
let page: EventTarget & { visibilityState: string };

beforeEach(() => {
  vi.useFakeTimers();
  FakeStream.opened = [];
  answers = [];
  asked = 0;
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('document', page);
  vi.stubGlobal('EventSource', FakeStream);
  vi.stubGlobal('fetch', () => {
    asked += 1;
    return (answers.shift() ?? (() => Promise.resolve(Response.json(calm))))();
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const stream = (): FakeStream => {
  const last = FakeStream.opened.at(-1);
  if (!last) throw new Error('no stream was opened');
  return last;
};

it('asks once, and once more when the stream is open', async () => {
  const feed = new Feed();
  await feed.start();
  expect([feed.live, feed.summary?.state, asked]).toEqual(['connecting', 'operational', 1]);
  stream().open();
  await vi.advanceTimersByTimeAsync(1_500);
  expect([feed.live, asked]).toEqual(['live', 2]);
});

it('takes what the stream brings', async () => {
  const feed = new Feed();
  await feed.start();
  stream().open();
  stream().say('incident', JSON.stringify(incident));
  expect([feed.summary?.state, feed.summary?.active.length]).toEqual(['partial_outage', 1]);
});

it('does not lose what the stream brings while an older answer is under way', async () => {
  const feed = new Feed();
  let arrive: (answer: Response) => void = () => undefined;
  answers.push(() => new Promise((resolve) => (arrive = resolve)));
  const started = feed.start();
  stream().open();
  stream().say('incident', JSON.stringify(incident));
  arrive(Response.json(calm));
  await started;
  expect(feed.summary?.active).toHaveLength(1);
});

it('does not go back to an answer that the gateway kept from before', async () => {
  const feed = new Feed();
  await feed.start();
  stream().say('incident', JSON.stringify(incident));
  await vi.advanceTimersByTimeAsync(500);
  await feed.load();
  expect(feed.summary?.active).toHaveLength(1);
});

it('believes an answer that is newer than what it heard', async () => {
  const feed = new Feed();
  await feed.start();
  stream().say('incident', JSON.stringify(incident));
  await vi.advanceTimersByTimeAsync(5_000);
  await feed.load();
  expect(feed.summary?.active).toHaveLength(0);
});

it('asks again when the history is gone', async () => {
  const feed = new Feed();
  await feed.start();
  stream().say('resync');
  await vi.advanceTimersByTimeAsync(1_500);
  expect(asked).toBe(2);
});

it('waits for the browser after one broken line, and asks by itself after two', async () => {
  const feed = new Feed();
  await feed.start();
  stream().fail(false);
  expect([feed.live, asked]).toEqual(['reconnecting', 1]);
  stream().fail(false);
  expect([feed.live, asked]).toEqual(['polling', 2]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(asked).toBe(3);
  expect(FakeStream.opened).toHaveLength(1);
});

it('opens a refused stream again by itself, and is live after that', async () => {
  const feed = new Feed();
  await feed.start();
  stream().fail(true);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(FakeStream.opened).toHaveLength(2);
  stream().open();
  expect(feed.live).toBe('live');
});

it('says that it shows a snapshot until the service answers again', async () => {
  const feed = new Feed();
  answers.push(() => Promise.resolve(Response.json(calm, { headers: { 'X-Status-Stale': '1795320000' } })));
  await feed.start();
  expect([feed.staleSince, feed.updatedAt]).toEqual([1_795_320_000, undefined]);
  await feed.load();
  expect(feed.staleSince).toBeNull();
});

it('keeps what it has when an asking fails', async () => {
  const feed = new Feed();
  await feed.start();
  answers.push(() => Promise.reject(new TypeError('line')));
  await feed.load();
  expect([feed.failed, feed.summary?.state]).toEqual([true, 'operational']);
});

it('lets its stream go while nobody looks, and is live again when somebody does', async () => {
  const feed = new Feed();
  await feed.start();
  const first = stream();
  first.open();
  await vi.advanceTimersByTimeAsync(1_500);
  const look = (visibilityState: string): void => {
    page.visibilityState = visibilityState;
    page.dispatchEvent(new Event('visibilitychange'));
  };

  look('hidden');
  expect([first.readyState, feed.live, asked]).toEqual([FakeStream.CLOSED, 'polling', 2]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect([asked, FakeStream.opened.length]).toEqual([3, 1]);

  look('visible');
  expect([FakeStream.opened.length, asked]).toEqual([2, 4]);
  stream().open();
  expect(feed.live).toBe('live');
});

const off = (): Promise<Response> =>
  Promise.resolve(Response.json({ type: 'urn:polystatus:problem:public-status-disabled' }, { status: 404 }));

it('shows nothing while the page is switched off, asks every 30 seconds, and opens its stream when it is back', async () => {
  const feed = new Feed();
  answers.push(off, off);
  await feed.start();
  expect([feed.switchedOff, feed.live, feed.failed, feed.summary]).toEqual([true, 'polling', false, undefined]);
  expect(stream().readyState).toBe(FakeStream.CLOSED);
  await vi.advanceTimersByTimeAsync(30_000);
  expect([asked, feed.switchedOff, FakeStream.opened.length]).toEqual([2, true, 1]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect([feed.switchedOff, feed.live, feed.summary?.state]).toEqual([false, 'connecting', 'operational']);
  expect(FakeStream.opened).toHaveLength(2);
});

it('believes the stream that the page is switched off, and no answer from before', async () => {
  const feed = new Feed();
  await feed.start();
  stream().open();
  const late = feed.load();
  stream().say('closed', '{}');
  await late;
  expect([feed.switchedOff, feed.summary, stream().readyState]).toEqual([true, undefined, FakeStream.CLOSED]);
  answers.push(off, off);
  await vi.advanceTimersByTimeAsync(1_500);
  expect([feed.switchedOff, FakeStream.opened.length]).toEqual([true, 1]);
});

it('opens no stream for who comes back to a page that is switched off', async () => {
  const feed = new Feed();
  answers.push(off, off);
  await feed.start();
  page.dispatchEvent(new Event('visibilitychange'));
  await vi.advanceTimersByTimeAsync(0);
  expect([asked, feed.switchedOff, FakeStream.opened.length]).toEqual([2, true, 1]);
});
