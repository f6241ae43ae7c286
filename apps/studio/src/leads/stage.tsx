import { LEAD_STAGES, STAGE_LABELS, type LeadStage } from './leads-search.ts';

const RADIUS = 5;
const AROUND = 2 * Math.PI * RADIUS;
const LAST = LEAD_STAGES.indexOf('won');

/** How far a lead has come, as a ring: progress, not a judgement. Who is lost has a broken ring. */
export function Stage({ stage }: { readonly stage: LeadStage }): React.JSX.Element {
  const share = stage === 'lost' ? 0 : (LEAD_STAGES.indexOf(stage) + 1) / (LAST + 1);
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 8, whiteSpace: 'nowrap' }}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <circle
          cx="7"
          cy="7"
          r={RADIUS}
          fill="none"
          stroke="var(--rap-line-strong)"
          strokeOpacity={stage === 'lost' ? 1 : 0.35}
          strokeWidth="2.5"
          strokeDasharray={stage === 'lost' ? '1.5 2.4' : undefined}
        />
        <circle
          cx="7"
          cy="7"
          r={RADIUS}
          fill="none"
          stroke="var(--rap-accent)"
          strokeWidth="2.5"
          strokeDasharray={`${share * AROUND} ${AROUND}`}
          transform="rotate(-90 7 7)"
        />
      </svg>
      {STAGE_LABELS[stage]}
    </span>
  );
}
