// The map of the house as Mermaid, from what dependency-cruiser found in the sources: who really imports whom.
import { spawnSync } from 'node:child_process';
import { root } from '../boot.mjs';

const FENCED = ['contracts', 'domain', 'database', 'providers', 'activities', 'workflows', 'apps', 'sandbox'];
const MOST_BYTES = 256 * 1024 * 1024;
const ROOM = /^(contracts|domain|database|providers|activities|workflows|sandbox|apps\/[^/]+)\/src\//;
const NOT_PRODUCT = /\.test\.ts$|\/testing\//;
const BEGIN = '<!-- map: npm run architecture -->';
const END = '<!-- end of map -->';

/** Asks dependency-cruiser, with the rules of the house. */
export function cruise() {
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...FENCED];
  const asked = spawnSync(`${root}node_modules/.bin/depcruise`, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: MOST_BYTES,
  });
  if (!asked.stdout.startsWith('{')) throw new Error(`dependency-cruiser: ${asked.stderr}`);
  return JSON.parse(asked.stdout);
}

/** `cruised`: the JSON of `depcruise --output-type json`. */
export function architectureMap(cruised) {
  const edges = new Map();
  for (const { source, dependencies } of cruised.modules) {
    const from = ROOM.exec(source)?.[1];
    if (!from || NOT_PRODUCT.test(source)) continue;
    for (const { resolved, dependencyTypes } of dependencies) {
      const to = ROOM.exec(resolved)?.[1];
      if (!to || to === from) continue;
      const key = `${from} ${to}`;
      const edge = edges.get(key) ?? { from, to, imports: 0, code: false };
      edge.imports += 1;
      edge.code ||= !dependencyTypes.includes('type-only');
      edges.set(key, edge);
    }
  }
  const rooms = [...new Set([...edges.values()].flatMap(({ from, to }) => [from, to]))].sort((a, b) =>
    a < b ? -1 : 1,
  );
  const lines = [...edges.values()]
    .sort((a, b) => (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1))
    .map(({ from, to, code }) => `  ${idOf(from)} ${code ? '-->' : '-. types only .->'} ${idOf(to)}`);
  const names = rooms.map((room) => `  ${idOf(room)}["${room}"]`);
  return `\`\`\`mermaid\nflowchart BT\n${[...names, ...lines].join('\n')}\n\`\`\``;
}

/** The page with the map between its two markers. */
export function withMap(page, map) {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`ARCHITECTURE.md has no "${BEGIN}" and "${END}"`);
  return `${page.slice(0, from)}${BEGIN}\n\n${map}\n\n${page.slice(to)}`;
}

const idOf = (room) => room.replace('/', '-');
