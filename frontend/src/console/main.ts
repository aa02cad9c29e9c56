import '../styles/console.css';
import '../styles/figures.css';
import '../styles/flags.css';
import '../styles/providers.css';
import { mount } from 'svelte';
import Console from './Console.svelte';
import { session } from './session.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no #app');

void session.resume();
target.replaceChildren();
mount(Console, { target });
