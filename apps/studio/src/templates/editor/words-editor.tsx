import { Button, Menu, Textarea, TextInput } from '@mantine/core';
import type { TemplateWords } from '@rap/contracts/template';
import { TEMPLATE_VARIABLES } from '@rap/contracts/template-variables';
import { IconBraces } from '@tabler/icons-react';
import { useRef } from 'react';
import { VARIABLE_NAMES } from '../../parts/variable-names.ts';
import { problemsAt } from './words-problems.ts';
import classes from './editor.module.css';

/** A name that may be missing has words in its place, and a moment is said by the reader's clock. */
const INSERTED: Partial<Readonly<Record<keyof typeof TEMPLATE_VARIABLES, string>>> = {
  'person.firstName': '{{ person.firstName | default: "there" }}',
};

/** Subject and words, with the variables at hand; what is wrong stands at its field while one types. */
export function WordsEditor({
  words,
  onChange,
  readOnly,
}: {
  readonly words: TemplateWords;
  readonly onChange: (words: TemplateWords) => void;
  readonly readOnly: boolean;
}): React.JSX.Element {
  const field = useRef<HTMLTextAreaElement>(null);
  const problems = problemsAt(words);
  const text = words.channel === 'email' ? words.html : words.body;
  const write = (value: string): void =>
    onChange(words.channel === 'email' ? { ...words, html: value } : { ...words, body: value });
  const insert = (variable: string): void => {
    const at = field.current?.selectionStart ?? text.length;
    const until = field.current?.selectionEnd ?? at;
    write(text.slice(0, at) + variable + text.slice(until));
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(at + variable.length, at + variable.length);
    });
  };
  return (
    <div className={classes.editor}>
      {words.channel === 'email' && (
        <TextInput
          label="Subject"
          maxLength={300}
          disabled={readOnly}
          error={problems.subject}
          value={words.subject}
          onChange={({ currentTarget }) => onChange({ ...words, subject: currentTarget.value })}
        />
      )}
      <Textarea
        ref={field}
        label={words.channel === 'email' ? 'Words, as HTML' : 'Words'}
        autosize
        minRows={words.channel === 'email' ? 12 : 5}
        maxRows={28}
        disabled={readOnly}
        error={problems.html ?? problems.body}
        classNames={words.channel === 'email' ? { input: classes.code } : undefined}
        value={text}
        onChange={({ currentTarget }) => write(currentTarget.value)}
      />
      {!readOnly && (
        <Menu position="bottom-start" width={320}>
          <Menu.Target>
            <Button
              variant="default"
              size="xs"
              style={{ alignSelf: 'flex-start' }}
              leftSection={<IconBraces size={14} aria-hidden="true" />}
            >
              Insert what differs for each person
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {Object.entries(TEMPLATE_VARIABLES).map(([name, sample]) => {
              const variable = name as keyof typeof TEMPLATE_VARIABLES;
              return (
                <Menu.Item
                  key={name}
                  rightSection={<span className={classes.sample}>{sample}</span>}
                  onClick={() => insert(INSERTED[variable] ?? `{{ ${name} }}`)}
                >
                  {VARIABLE_NAMES[variable]}
                </Menu.Item>
              );
            })}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
