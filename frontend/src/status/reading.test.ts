import { afterEach, expect, it, vi } from 'vitest';
import { readSummary, staleTime } from './reading';

afterEach(() => {
  vi.unstubAllGlobals();
});

function answering(body: string | null, init: ResponseInit): ReturnType<typeof vi.fn> {
  const fetching = vi.fn(() => Promise.resolve(new Response(body, init)));
  vi.stubGlobal('fetch', fetching);
  return fetching;
}

it('reads an answer with its tag', async () => {
  answering('{"state":"operational"}', { headers: { ETag: '"1"' } });
  expect(await readSummary(null)).toEqual({
    kind: 'fresh',
    body: { state: 'operational' },
    etag: '"1"',
    staleSince: null,
  });
});

it('sends the tag it has, and learns that nothing changed', async () => {
  const fetching = answering(null, { status: 304 });
  expect(await readSummary('"1"')).toEqual({ kind: 'same', staleSince: null });
  expect(fetching.mock.calls[0]?.[1]).toMatchObject({ headers: { 'If-None-Match': '"1"' } });
});

it('knows a snapshot by its header', async () => {
  answering('{}', { headers: { 'X-Status-Stale': '1795320000' } });
  expect(await readSummary(null)).toMatchObject({ kind: 'fresh', staleSince: 1_795_320_000 });
  expect(staleTime('yesterday')).toBeNull();
});

it('tells absence from failure', async () => {
  answering('{}', { status: 404 });
  expect(await readSummary(null)).toEqual({ kind: 'absent' });
  answering('{"type":"urn:polystatus:problem:public-status-disabled"}', { status: 404 });
  expect(await readSummary(null)).toEqual({ kind: 'switched-off' });
  answering('<html>', { status: 404 });
  expect(await readSummary(null)).toEqual({ kind: 'absent' });
  answering('{}', { status: 503 });
  expect(await readSummary(null)).toEqual({ kind: 'failed' });
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
  expect(await readSummary(null)).toEqual({ kind: 'failed' });
  answering('<html>', { status: 200 });
  expect(await readSummary(null)).toEqual({ kind: 'failed' });
});
