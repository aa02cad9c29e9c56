import type { FeedType, Provider, ProviderChange } from '../../../api/wire';
import { changed, listOf, textOf } from './lines';

/** One word of a provider, and how bad it is to us. */
export interface WordRow {
  /** For the page alone: rows are told apart by it. */
  id: number;
  word: string;
  severity: number;
}

/** The settings of a provider while they are edited, as a form holds them. */
export class SettingsDraft {
  feedUrl: string = $state('');
  type: FeedType = $state('json');
  interval: number | undefined = $state();
  moreFeeds: string = $state('');
  services: string = $state('');
  regions: string = $state('');
  severities: WordRow[] = $state([]);
  minSeverity: number = $state(2);
  announce: boolean = $state(false);
  paused: boolean = $state(false);
  #rows = 0;
  readonly #before: ProviderChange;

  constructor(provider: Provider) {
    this.feedUrl = provider.feed_url;
    this.type = provider.type;
    this.interval = provider.interval_s;
    this.moreFeeds = textOf(provider.more_feeds);
    this.services = textOf(provider.services);
    this.regions = textOf(provider.regions);
    this.minSeverity = provider.min_severity;
    this.announce = provider.announce;
    this.paused = provider.paused;
    for (const [word, severity] of Object.entries(provider.severities)) this.add(word, severity);
    this.#before = this.whole();
  }

  /** Adds a row for one more word. */
  add(word = '', severity = 2): void {
    this.severities.push({ id: this.#rows++, word, severity });
  }

  /** Takes a row away. */
  remove(id: number): void {
    this.severities = this.severities.filter((row) => row.id !== id);
  }

  /** The first row whose word stands in an earlier one, too: the later would silently win. */
  get twice(): number | undefined {
    const words = this.severities.map(({ word }) => word.trim().toLowerCase());
    return this.severities.find((_, place) => words.indexOf(words[place] ?? '') < place)?.id;
  }

  /** Everything, as it is sent. */
  whole(): ProviderChange {
    const rows = this.severities.filter(({ word }) => word.trim() !== '');
    return {
      feed_url: this.feedUrl.trim(),
      type: this.type,
      // An empty field is a wish for the usual interval.
      interval_s: this.interval ?? null,
      more_feeds: listOf(this.moreFeeds),
      services: listOf(this.services),
      regions: listOf(this.regions),
      severities: Object.fromEntries(rows.map(({ word, severity }) => [word.trim().toLowerCase(), severity])),
      min_severity: this.minSeverity,
      announce: this.announce,
      paused: this.paused,
    };
  }

  /** What differs from what was read. */
  get change(): ProviderChange {
    return changed(this.#before, this.whole());
  }
}
