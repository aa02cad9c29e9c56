import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const page = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  plugins: [svelte()],
  appType: 'mpa',
  build: {
    target: 'es2022',
    // The polyfill would be one more script; every browser that knows es2022 knows modulepreload.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        index: page('index.html'),
        console: page('console.html'),
        lost: page('404.html'),
      },
    },
  },
  server: {
    // `npm run dev` against a running cluster: its gateway answers for everything but the pages.
    proxy: Object.fromEntries(
      ['/api', '/flags', '/admin'].map((path) => [path, process.env['POLYSTATUS_URL'] ?? 'http://127.0.0.1:8000']),
    ),
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
