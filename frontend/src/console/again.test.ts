import { afterEach, expect, it, vi } from 'vitest';
import { every } from './again';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('acts every so often while the page is looked at, until its end', () => {
  vi.useFakeTimers();
  const page = { visibilityState: 'visible' };
  vi.stubGlobal('document', page);
  const act = vi.fn();
  const end = every(1_000, act);
  vi.advanceTimersByTime(2_500);
  expect(act).toHaveBeenCalledTimes(2);
  page.visibilityState = 'hidden';
  vi.advanceTimersByTime(5_000);
  expect(act).toHaveBeenCalledTimes(2);
  page.visibilityState = 'visible';
  vi.advanceTimersByTime(1_000);
  expect(act).toHaveBeenCalledTimes(3);
  end();
  vi.advanceTimersByTime(5_000);
  expect(act).toHaveBeenCalledTimes(3);
});
