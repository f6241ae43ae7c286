import { mayInsert, type Way } from '@rap/domain/automation/editing/edit';
import { IconPlus } from '@tabler/icons-react';
import { useState, type ComponentPropsWithRef } from 'react';
import { drop, useDragged } from '../editor/dragging.ts';
import { useEditor } from '../editor/editor.ts';
import { addStep } from '../editor/step-menu.tsx';
import classes from './canvas.module.css';

/** The place on a way where a step can be put: a press opens the menu, and what is dragged from the palette is let go here. */
export function PlusHere({
  way,
  label,
  ...button
}: { readonly way: Way; readonly label: string } & ComponentPropsWithRef<'button'>): React.JSX.Element {
  const kind = useDragged((state) => state.kind);
  const takes = useEditor(
    ({ definition }) => kind !== undefined && definition !== undefined && mayInsert(definition, way, kind),
  );
  const [over, setOver] = useState(false);
  return (
    <button
      type="button"
      {...button}
      className={`${classes.plus} nodrag nopan`}
      aria-label={label}
      data-takes={takes ? '' : undefined}
      data-over={takes && over ? '' : undefined}
      onDragOver={(event) => {
        if (!takes) return;
        event.preventDefault(); // else the browser lets nothing go here
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (takes && kind) addStep(way, kind);
        drop();
      }}
    >
      <span>
        <IconPlus size={12} stroke={2.2} aria-hidden="true" />
      </span>
    </button>
  );
}
