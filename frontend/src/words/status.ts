import { spoken } from './spoken.svelte';
import { en, type StatusWords } from './status.en';
import { fr } from './status.fr';

const DICTIONARIES = { fr, en };

/** The public page's words in the language now spoken. */
export const words = (): StatusWords => DICTIONARIES[spoken.language];
