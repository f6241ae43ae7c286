import type { Task } from '@rap/contracts/api-client';
import { Card } from '../parts/page.tsx';
import { RowList } from '../parts/rows.tsx';
import { TaskRow } from '../tasks/task-row.tsx';

export function OpenTasksCard({ tasks }: { readonly tasks: readonly Task[] }): React.JSX.Element | null {
  const open = tasks.filter(({ status }) => status === 'open');
  if (open.length === 0) return null;
  return (
    <Card title="Tasks" aside={open.length}>
      <RowList label="Open tasks">
        {open.map((task) => (
          <TaskRow key={task.id} task={{ ...task, personId: null }} personName="" />
        ))}
      </RowList>
    </Card>
  );
}
