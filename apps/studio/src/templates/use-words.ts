import type { Template } from '@rap/contracts/api-client';
import type { TemplateWords } from '@rap/contracts/template';
import { useState } from 'react';

type Version = Template['versions'][number];

const same = (one: TemplateWords | undefined, other: TemplateWords | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * What is typed, beside the version that it began with. When somebody else has saved meanwhile, both are kept until the
 * reader has chosen; who has typed nothing sees the newer words.
 */
export function useWords(newest: Version | undefined) {
  const [base, setBase] = useState(newest);
  const [words, setWords] = useState<TemplateWords>(newest?.words ?? { channel: 'sms', body: '' });
  const typed = !same(words, base?.words);
  const moved = base?.id !== newest?.id || base?.version !== newest?.version;
  const take = (version: Version | undefined): void => {
    setBase(version);
    if (version) setWords(version.words);
  };
  // an approval moves the version and leaves the words
  const theirs = moved && typed && !same(words, newest?.words) && !same(base?.words, newest?.words);
  if (moved && !theirs) {
    setBase(newest);
    if (!typed && newest) setWords(newest.words);
  }
  return {
    words,
    setWords,
    changed: !same(words, newest?.words),
    /** somebody else's newer words, which what is typed knows nothing of */
    theirs: theirs ? newest : undefined,
    keepMine: () => setBase(newest),
    takeTheirs: () => take(newest),
    takeBack: () => take(newest),
  };
}
