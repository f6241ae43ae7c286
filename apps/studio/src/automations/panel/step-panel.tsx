import { ActionIcon, Button, TextInput } from '@mantine/core';
import { STEP_CATALOGUE } from '@rap/contracts/automation/catalogue';
import type { DraftStep } from '@rap/contracts/automation/definition';
import type { Json } from '@rap/contracts/automation/plan';
import { TRIGGER_PARAMS, TriggerKind } from '@rap/contracts/automation/trigger-params';
import { START } from '@rap/domain/automation/drawing/draw';
import { triggerLines } from '@rap/domain/automation/drawing/step-line';
import { changeStep, removeStep } from '@rap/domain/automation/editing/edit';
import { IconPlayerPlay, IconTrash, IconX } from '@tabler/icons-react';
import { z } from 'zod';
import { plainWords, Worded } from '../../parts/worded.tsx';
import { KindTile } from '../../parts/rows.tsx';
import { STEP_LOOK } from '../step-look.ts';
import { edit, select, SETTINGS, useEditor } from '../editor/editor.ts';
import { useSurroundings } from '../surroundings.ts';
import { ChoiceField } from './fields.tsx';
import { ParamField } from './param-field.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import classes from './panel.module.css';

/** What the selected step is told. */
export function StepPanel({ readOnly }: { readonly readOnly: boolean }): React.JSX.Element | null {
  const selected = useEditor((state) => state.selected);
  const definition = useEditor((state) => state.definition);
  if (!selected || !definition) return null;
  if (selected === SETTINGS) return <SettingsPanel readOnly={readOnly} />;
  const step = definition.nodes[selected];
  if (selected === START) return <TriggerPanel readOnly={readOnly} />;
  return step ? <OneStep key={selected} id={selected} step={step} readOnly={readOnly} /> : null;
}

function OneStep({
  id,
  step,
  readOnly,
}: {
  readonly id: string;
  readonly step: DraftStep;
  readonly readOnly: boolean;
}): React.JSX.Element {
  const { icon, tile } = STEP_LOOK[step.kind];
  const info = STEP_CATALOGUE[step.kind];
  const setParams = (params: DraftStep['params'], about: string): void =>
    edit((definition) => changeStep(definition, id, { params }), `params:${id}:${about}`);
  return (
    <aside className={classes.panel} aria-label={`Step: ${step.label}`}>
      <div className={classes.head}>
        <KindTile kind={tile} icon={icon} />
        <div>
          <h2>{step.label}</h2>
          <p>{info.label}</p>
        </div>
        <ActionIcon aria-label="Close" onClick={() => select(undefined)}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <Problems node={id} />
      <div className={classes.fields}>
        <TextInput
          label="Name of the step"
          maxLength={80}
          disabled={readOnly}
          value={step.label}
          onChange={({ currentTarget: { value } }) =>
            edit((definition) => changeStep(definition, id, { label: value }), `label:${id}`)
          }
        />
        <Params
          schema={info.params}
          values={step.params}
          node={id}
          disabled={readOnly}
          channel={step.kind === 'email' || step.kind === 'sms' ? step.kind : undefined}
          stepName={step.label}
          onChange={setParams}
        />
      </div>
      {!readOnly && (
        <div className={classes.foot}>
          <Button
            variant="default"
            color="red"
            leftSection={<IconTrash size={16} stroke={1.6} />}
            onClick={() => {
              edit((definition) => removeStep(definition, id), `remove:${id}`, `${step.label} taken away`);
              select(undefined);
            }}
          >
            Take away
          </Button>
        </div>
      )}
    </aside>
  );
}

const BEGINNINGS = TriggerKind.options;

function TriggerPanel({ readOnly }: { readonly readOnly: boolean }): React.JSX.Element | null {
  const definition = useEditor((state) => state.definition);
  const { names } = useSurroundings();
  if (!definition) return null;
  const { trigger } = definition;
  const set = (changes: Partial<typeof trigger>, about: string): void =>
    edit((draft) => ({ ...draft, trigger: { ...draft.trigger, ...changes } }), `trigger:${about}`);
  return (
    <aside className={classes.panel} aria-label="Beginning">
      <div className={classes.head}>
        <KindTile kind="trigger" icon={IconPlayerPlay} />
        <div>
          <h2>{triggerLines(definition, names).title}</h2>
          <p>Beginning</p>
        </div>
        <ActionIcon aria-label="Close" onClick={() => select(undefined)}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <Problems node={undefined} />
      <div className={classes.fields}>
        <ChoiceField
          label="People come in when"
          disabled={readOnly}
          value={trigger.kind}
          choices={BEGINNINGS.map((kind) => ({
            value: kind,
            label: triggerLines({ ...definition, trigger: { ...trigger, kind, params: {} } }, names).title,
          }))}
          onChange={(kind) => set({ kind: TriggerKind.parse(kind), params: {} }, 'kind')}
        />
        <Params
          schema={TRIGGER_PARAMS[trigger.kind]}
          values={trigger.params}
          node="trigger"
          disabled={readOnly}
          onChange={(params, about) => set({ params }, about)}
        />
      </div>
    </aside>
  );
}

/** One field for each parameter that the schema has. */
function Params({
  schema,
  values,
  node,
  disabled,
  channel,
  stepName,
  onChange,
}: {
  readonly schema: z.ZodType;
  readonly values: Readonly<Record<string, Json>>;
  readonly node: string;
  readonly disabled: boolean;
  readonly channel?: 'email' | 'sms' | undefined;
  readonly stepName?: string | undefined;
  readonly onChange: (params: Record<string, Json>, about: string) => void;
}): React.JSX.Element {
  const { problems } = useSurroundings();
  const shape = shapeOf(schema, values);
  const errorAt = (name: string): string | undefined => {
    const problem = problems.find((one) => one.node === node && one.field === name);
    return problem && plainWords(problem.message);
  };
  return (
    <>
      {Object.entries(shape).map(([name, field]) => (
        <ParamField
          key={name}
          name={name}
          schema={field}
          channel={channel}
          stepName={stepName}
          label={titleOf(field, name)}
          value={values[name]}
          disabled={disabled}
          error={errorAt(name)}
          onChange={(value) => {
            const { [name]: _before, ...others } = values;
            onChange(value === undefined ? others : { ...values, [name]: value }, name);
          }}
        />
      ))}
    </>
  );
}

/** The parameters that there are; where one decides which the others are, those that go with it now. */
function shapeOf(
  schema: z.ZodType,
  values: Readonly<Record<string, Json>>,
): Readonly<Record<string, z.ZodType>> {
  if (schema instanceof z.ZodObject) return schema.shape as Record<string, z.ZodType>;
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return {};
  const by = schema.def.discriminator;
  const options = schema.options.filter((one) => one instanceof z.ZodObject);
  const literalOf = (one: z.ZodObject): string => {
    const literal = one.shape[by];
    return literal instanceof z.ZodLiteral ? String(literal.value) : '';
  };
  const chosen = options.find((one) => literalOf(one) === values[by]);
  return {
    [by]: z.enum(options.map(literalOf)).meta({ title: 'Field' }),
    ...Object.fromEntries(
      Object.entries(chosen?.shape ?? {}).filter(([name]) => name !== by) as [string, z.ZodType][],
    ),
  };
}

const titleOf = (schema: z.ZodType, name: string): string => {
  const title = z.globalRegistry.get(schema)?.title;
  return typeof title === 'string' ? title : name;
};

function Problems({ node }: { readonly node: string | undefined }): React.JSX.Element | null {
  const { problems } = useSurroundings();
  const own = problems.filter((one) => one.node === node);
  if (own.length === 0) return null;
  return (
    <ul className={classes.problems}>
      {own.map((one) => (
        <li
          key={`${one.code}:${one.path}`}
          style={{ color: `var(--rap-${one.severity === 'error' ? 'danger' : 'warn'})` }}
        >
          <Worded text={one.message} />
        </li>
      ))}
    </ul>
  );
}
