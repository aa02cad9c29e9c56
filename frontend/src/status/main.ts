import '../styles/status.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { Feed } from './feed.svelte';

/** So long the page that the server wrote stays, while the first answer is on its way. */
const FIRST_ANSWER_MS = 4_000;

const target = document.getElementById('app');
if (!target) throw new Error('the page has no #app');

const feed = new Feed();
await Promise.race([feed.start(), new Promise((resolve) => setTimeout(resolve, FIRST_ANSWER_MS))]);

target.replaceChildren();
mount(App, {
  target,
  props: { feed, incidentId: /^\/incidents\/([^/]+)$/.exec(location.pathname)?.[1] },
});
