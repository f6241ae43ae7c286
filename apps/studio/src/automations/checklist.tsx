import { Status } from '../parts/status.tsx';
import { Worded } from '../parts/worded.tsx';
import { select } from './editor/editor.ts';
import { useSurroundings } from './surroundings.ts';
import classes from './checklist.module.css';
import { counted } from '../parts/counted.ts';

/** What stands between the draft and going live; each leads to the step that it is about. */
export function Checklist({ publishable }: { readonly publishable: boolean | undefined }): React.JSX.Element {
  const { problems } = useSurroundings();
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const hints = problems.length - errors;
  return (
    <details className={classes.checklist} open={errors > 0}>
      <summary>
        {publishable === undefined
          ? 'Checking'
          : publishable
            ? hints > 0
              ? `Ready to publish, ${counted(hints, 'suggestion')}`
              : 'Ready to publish'
            : `Not ready, ${counted(errors, 'problem')}`}
      </summary>
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.code}:${problem.path}`}>
            <button type="button" onClick={() => select(problem.node)}>
              <Status tone={problem.severity === 'error' ? 'danger' : 'warn'}>
                {problem.severity === 'error' ? 'Has to be mended' : 'Suggestion'}
              </Status>
              <div>
                <Worded text={problem.message} />
              </div>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
