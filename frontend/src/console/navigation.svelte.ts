import { tick } from 'svelte';
import { routeOf, type Route } from './route';

/** Where the console is; links inside it change this without a new page. */
class Navigation {
  route: Route = $state.raw(routeOf(location.pathname, location.search));

  constructor() {
    addEventListener('popstate', () => {
      void this.#arrive();
    });
    document.addEventListener('click', (event) => {
      this.#follow(event);
    });
  }

  /** Goes to a path of the console. */
  go(path: string): void {
    history.pushState(null, '', path);
    void this.#arrive();
  }

  /** Changes the query of the present page, without a new place in the history and without moving the focus. */
  refine(query: URLSearchParams): void {
    const search = query.toString();
    history.replaceState(null, '', search === '' ? location.pathname : `?${search}`);
    this.route = routeOf(location.pathname, location.search);
  }

  async #arrive(): Promise<void> {
    this.route = routeOf(location.pathname, location.search);
    await tick();
    // Who reads by ear learns that there is another page: the focus goes to its beginning.
    scrollTo(0, 0);
    document.getElementById('content')?.focus({ preventScroll: true });
  }

  #follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target !== '' || link.origin !== location.origin) return;
    if (link.pathname !== '/console' && !link.pathname.startsWith('/console/')) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  }
}

export const navigation = new Navigation();
