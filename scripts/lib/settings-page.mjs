// Every setting of every process as a page, from the schemas that read them.

const HEAD = `# Settings

Environment variables, read once at the start. All faults are listed together, and a fault ends the start. Written by
\`npm run settings\` from the schemas; \`npm start\` sets all of them itself (docs/operations.md has those that it takes).

| Setting | Read by | | What it is |
| --- | --- | --- | --- |
`;

/** `processes`: the zod object of each by its name. */
export function settingsPage(processes) {
  const settings = new Map();
  for (const [process, schema] of Object.entries(processes)) {
    for (const [name, type] of Object.entries(schema.shape)) {
      const known = settings.get(name) ?? { readBy: [], needs: new Set() };
      known.readBy.push(process);
      known.needs.add(need(type));
      // said once, where it is read first
      known.words ??= type.description;
      settings.set(name, known);
    }
  }
  const rows = [...settings]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, { readBy, needs, words }]) =>
        `| \`${name}\` | ${readBy.join(', ')} | ${[...needs].join('; ')} | ${words ?? ''} |`,
    );
  return `${HEAD}${rows.join('\n')}\n`;
}

function need(type) {
  const without = type.safeParse(undefined);
  if (!without.success) return 'required';
  const { data } = without;
  return data === undefined || data.length === 0 ? 'optional' : `\`${data}\` when left out`;
}
