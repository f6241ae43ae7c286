import { Menu, ScrollArea } from '@mantine/core';
import { STEP_CATALOGUE } from '@rap/contracts/automation/catalogue';
import type { StepKind } from '@rap/contracts/automation/step-params';
import { insertStep, mayInsert, type Way } from '@rap/domain/automation/editing/edit';
import type { ReactElement } from 'react';
import { KindTile } from '../../parts/rows.tsx';
import { STEP_LOOK } from '../step-look.ts';
import { edit, select, useEditor } from './editor.ts';
import { STEP_FAMILIES } from './step-families.ts';

/** Puts a new step on a way, and opens it. */
export function addStep(way: Way, kind: StepKind): void {
  let put: string | undefined;
  edit(
    (definition) => {
      const made = insertStep(definition, way, kind);
      put = made.id;
      return made.definition;
    },
    `add:${way.from}:${way.port}`,
    `${STEP_CATALOGUE[kind].label} added`,
  );
  select(put);
}

/** Every kind of step that can stand on a way. */
export function StepMenu({
  way,
  children,
}: {
  readonly way: Way;
  readonly children: ReactElement;
}): React.JSX.Element {
  return (
    <Menu width={240} position="bottom" withinPortal>
      <Menu.Target>{children}</Menu.Target>
      {/* a click in here is no click on the row or the canvas that it was opened from */}
      <Menu.Dropdown className="nodrag nopan nowheel" onClick={(event) => event.stopPropagation()}>
        <ScrollArea.Autosize mah={360}>
          <StepChoices way={way} />
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}

function StepChoices({ way }: { readonly way: Way }): React.JSX.Element {
  const definition = useEditor((state) => state.definition);
  return (
    <>
      {STEP_FAMILIES.map(({ label, kinds }) => (
        <div key={label} role="group" aria-label={label}>
          <Menu.Label>{label}</Menu.Label>
          {kinds
            .filter((kind) => definition && mayInsert(definition, way, kind))
            .map((kind) => (
              <Menu.Item
                key={kind}
                leftSection={<KindTile kind={STEP_LOOK[kind].tile} icon={STEP_LOOK[kind].icon} />}
                onClick={() => addStep(way, kind)}
              >
                {STEP_CATALOGUE[kind].label}
              </Menu.Item>
            ))}
        </div>
      ))}
    </>
  );
}
