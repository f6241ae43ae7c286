// The map of the house. Every message says what to do instead.
const rooms = '(contracts|domain|database|providers|activities|workflows|sandbox|apps/[^/]+)';
const notTests = '\\.test\\.ts$|/testing/';

/** `from` may import only the named rooms and packages from the registry. */
const mayImport = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: `^${from}/src`, pathNot: notTests },
  to: { path: `^${rooms}/`, pathNot: `^(${[from, ...allowed].join('|')})/` },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'move what both need into a third file',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'a path that cannot be resolved escapes every other rule: correct it',
      from: { path: `^${rooms}/src` },
      to: { couldNotResolve: true },
    },
    mayImport(
      'contracts-import-nothing',
      'contracts',
      [],
      'contracts is the ground floor: move the code to domain/',
    ),
    mayImport('domain-imports-contracts', 'domain', ['contracts'], 'domain is pure: hand the value in'),
    {
      name: 'domain-runs-everywhere',
      severity: 'error',
      comment:
        'domain also runs in the browser: do I/O and hashing in database/, providers/ or the API and hand the result in',
      from: { path: '^(domain|contracts)/src', pathNot: notTests },
      to: { dependencyTypes: ['core'] },
    },
    mayImport(
      'database-imports',
      'database',
      ['contracts', 'domain'],
      'database knows no provider and no app: use a command or hand a function in',
    ),
    mayImport(
      'providers-imports',
      'providers',
      ['contracts', 'domain'],
      'a provider is an adapter: hand data in and out',
    ),
    mayImport(
      'activities-imports',
      'activities',
      ['contracts', 'domain', 'database', 'providers'],
      'activities stand below the apps: hand it in as a dependency',
    ),
    {
      name: 'workflows-see-only-types-of-activities',
      severity: 'error',
      comment: 'use `import type`: the code would be bundled into the workflow',
      from: { path: '^workflows/src', pathNot: notTests },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    mayImport(
      'workflows-are-closed',
      'workflows',
      ['contracts', 'domain', 'activities'],
      'I/O belongs in activities/',
    ),
    mayImport(
      'api-imports',
      'apps/api',
      ['contracts', 'domain', 'database', 'providers'],
      'the API starts workflows by name and calls commands',
    ),
    {
      name: 'api-verifies-only',
      severity: 'error',
      comment: 'the API hands nothing to a provider: write the intent and let an activity act',
      from: { path: '^apps/api/src', pathNot: notTests },
      to: {
        path: '^providers/',
        pathNot: '^providers/src/(temporal/|operations/|[^/]+/(verify|oauth|return-path))',
      },
    },
    {
      name: 'one-gate',
      severity: 'error',
      comment: 'every message passes the gate: send through activities/src/sending',
      from: {
        pathNot: `^activities/src/sending/|^providers/src/|^apps/workers/src/main\\.ts$|^(tests|sandbox)/|${notTests}`,
      },
      to: { path: '^providers/src/(smtp|twilio)/send' },
    },
    {
      name: 'one-hand',
      severity: 'error',
      comment: 'only the message sender hands over, after the gate: give it an order',
      from: {
        pathNot: `^activities/src/sending/|^apps/workers/src/main\\.ts$|^tests/|${notTests}`,
      },
      to: { path: '^activities/src/sending/(channels|archive-feeder)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'providers-libraries',
      severity: 'error',
      comment: 'only providers/ speaks to the outside: a library called elsewhere would go round the gate',
      from: { path: `^${rooms}/src`, pathNot: `^(providers|sandbox)/|${notTests}` },
      to: { path: 'node_modules/(nodemailer|twilio|smtp-server)/' },
    },
    mayImport(
      'studio-imports',
      'apps/studio',
      ['contracts', 'domain'],
      'the studio asks the API: by the generated client, and by rules that run in the browser too',
    ),
    mayImport(
      'sandbox-stands-alone',
      'sandbox',
      [],
      "the sandbox speaks the providers' protocols and knows no code of ours",
    ),
    {
      name: 'product-does-not-know-the-sandbox',
      severity: 'error',
      comment: "speak the provider's protocol; the sandbox answers by address",
      from: { path: `^${rooms}/src`, pathNot: `^sandbox/|${notTests}` },
      to: { path: '^sandbox/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|api-client)/' },
    tsPreCompilationDeps: 'specify', // else imports of types are not seen at all
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
