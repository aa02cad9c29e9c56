// The wire types of the site, from the services' own OpenAPI files.
//   node scripts/types.mjs           writes src/api/schema/<service>.ts
//   node scripts/types.mjs --check   fails when one of them is out of date
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const SERVICES = ['users', 'incidents', 'comms', 'csp-ingestor', 'flags'];
// What has a default may be left out of a request, and was left out of answers before it existed.
const OPTIONS = { defaultNonNullable: false };
const HEAD = '// Generated from swaggers/ by `npm run types`. Do not edit.\n\n';

const check = process.argv.includes('--check');
const swaggers = new URL('../../swaggers/', import.meta.url);
const schemas = new URL('../src/api/schema/', import.meta.url);

let stale = false;
for (const service of SERVICES) {
  const fresh = HEAD + astToString(await openapiTS(new URL(`${service}.yaml`, swaggers), OPTIONS));
  const file = new URL(`${service}.ts`, schemas);
  const committed = await readFile(file, 'utf8').catch(() => '');
  if (committed === fresh) continue;
  if (check) {
    console.error(`src/api/schema/${service}.ts is out of date: run \`npm run types\` in frontend/`);
    stale = true;
  } else {
    await writeFile(file, fresh);
    console.log(`src/api/schema/${service}.ts written`);
  }
}
process.exit(stale ? 1 : 0);
