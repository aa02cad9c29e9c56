import { tick } from 'svelte';

/**
 * What was pressed may be gone by what it did, or could not be pressed meanwhile, and the focus is lost with it: who goes
 * by keyboard or by ear would begin again at the top of the page. They go on at `place`, unless they went elsewhere.
 */
export async function goOnAt(place: () => Element | null | undefined): Promise<void> {
  await tick();
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  const there = place();
  if (there instanceof HTMLElement) there.focus();
}
