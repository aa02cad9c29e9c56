/** Does something every so often, as long as the page is looked at; the answer ends that. */
export function every(ms: number, act: () => void): () => void {
  const again = setInterval(() => {
    if (document.visibilityState === 'visible') act();
  }, ms);
  return () => {
    clearInterval(again);
  };
}
