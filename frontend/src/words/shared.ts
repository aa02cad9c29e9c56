import { en, type SharedWords } from './shared.en';
import { fr } from './shared.fr';
import { spoken } from './spoken.svelte';

const DICTIONARIES = { fr, en };

/** The shared words in the language now spoken. */
export const shared = (): SharedWords => DICTIONARIES[spoken.language];
