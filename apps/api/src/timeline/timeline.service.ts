import { Injectable } from '@nestjs/common';
import {
  TimelineKind,
  type TimelineItem,
  type TimelinePage,
  type TimelineQuery,
} from '@rap/contracts/timeline';
import { PersonEntity } from '@rap/database/person/person.entity';
import type { FirmContext } from '@rap/database/tenancy/context';
import { loadEntries } from '@rap/database/timeline/load-entries';
import { readTimeline, type TimelineEntry, type TimelineFrom } from '@rap/database/timeline/read-timeline';
import { isArm } from '@rap/database/timeline/timeline-arms';
import { timelineNames } from '@rap/database/timeline/timeline-names';
import { fullName } from '@rap/domain/person/full-name';
import { allows, authorise } from '../http/authorise.ts';
import { badCursor, readCursor, writeCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { found } from '../http/settled.ts';
import { presentEntry } from './timeline-presenter.ts';

/** Everything that happened with one person. Whoever may not read messages is answered without them. */
@Injectable()
export class TimelineService {
  async read(ctx: FirmContext, me: Principal, personId: string, query: TimelineQuery): Promise<TimelinePage> {
    authorise(me, 'person.read');
    const person = await found(ctx, PersonEntity, personId, 'person');
    const slice = await readTimeline(ctx, personId, kindsFor(me, query.kinds), query.limit, fromOf(query));
    const { entries, hasOlder, hasNewer } = slice;
    const telling = {
      rows: await loadEntries(ctx, entries),
      names: await timelineNames(ctx),
      person: person.firstName || fullName(person),
    };
    const items: TimelineItem[] = [];
    for (const entry of entries) {
      const item = await presentEntry(ctx, telling, entry);
      if (item) items.push(item);
    }
    const [first, last] = [entries.at(0), entries.at(-1)];
    return {
      items,
      older: hasOlder && last ? writePlace('older', last) : null,
      newer: hasNewer && first ? writePlace('newer', first) : null,
    };
  }
}

function kindsFor(me: Principal, asked: readonly TimelineKind[] = TimelineKind.options): TimelineKind[] {
  const hidden: TimelineKind[] = [
    ...(allows(me, 'message.read') ? [] : (['message', 'call'] as const)),
    ...(allows(me, 'task.read') ? [] : (['task'] as const)),
  ];
  return asked.filter((kind) => !hidden.includes(kind));
}

function fromOf({ from, around }: TimelineQuery): TimelineFrom {
  const place = readCursor(from);
  if (place) return readPlace(place);
  return around === undefined ? { towards: 'older' } : { around: new Date(around) };
}

const writePlace = (towards: 'older' | 'newer', { arm, id, n, place }: TimelineEntry): string =>
  writeCursor({ value: [towards, arm, n, place].join('|'), id });

function readPlace({ value, id }: { value: string; id: string }): TimelineFrom {
  const [towards, arm = '', n = '', place = ''] = value.split('|');
  if (towards !== 'older' && towards !== 'newer') throw badCursor();
  if (!isArm(arm) || !/^\d{1,9}$/.test(n)) throw badCursor();
  return { towards, place: { arm, n: Number(n), place, id } };
}
