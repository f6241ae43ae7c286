// The one set of compiler flags: the build and the tests use the same, so that decorators mean the same in both.
import { transform } from '@swc/core';

/** `dist`: specifiers end in .js for the built package; tests keep .ts. */
export const compile = (code, filename, { dist = true } = {}) =>
  transform(code, {
    filename,
    swcrc: false,
    configFile: false,
    sourceMaps: true,
    inlineSourcesContent: true,
    jsc: {
      target: 'es2023',
      keepClassNames: true,
      externalHelpers: false,
      parser: { syntax: 'typescript', decorators: true, tsx: filename.endsWith('x') },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        useDefineForClassFields: false,
        verbatimModuleSyntax: false,
      },
      ...(dist ? { rewriteRelativeImportExtensions: true } : {}),
    },
    module: { type: 'es6' },
  });
