import { Injectable } from '@nestjs/common';
import type { Communication } from '@rap/contracts/communication';
import type { Page } from '@rap/contracts/paging';
import type { FoundPeople, MessageSearch, PeopleSearch } from '@rap/contracts/search';
import { withReach } from '@rap/database/person/person-queries';
import { searchMessages } from '@rap/database/search/search-messages';
import { searchPeople } from '@rap/database/search/search-people';
import type { FirmContext } from '@rap/database/tenancy/context';
import { presentCommunication } from '../communication/communication-presenter.ts';
import { authorise } from '../http/authorise.ts';
import { readCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { paged } from '../http/settled.ts';
import { presentPerson } from '../person/person-presenter.ts';

@Injectable()
export class SearchService {
  async people(ctx: FirmContext, me: Principal, { q, limit }: PeopleSearch): Promise<FoundPeople> {
    authorise(me, 'person.read');
    const found = await searchPeople(ctx, q, limit);
    const whole = await withReach(
      ctx,
      found.map(({ person }) => person),
    );
    const items: FoundPeople['items'] = [];
    for (const [index, { by }] of found.entries()) {
      const person = whole[index];
      if (person) items.push({ by, person: await presentPerson(ctx, person) });
    }
    return { items };
  }

  async messages(ctx: FirmContext, me: Principal, query: MessageSearch): Promise<Page<Communication>> {
    authorise(me, 'message.read');
    const listed = await searchMessages(ctx, query.q, query.limit, readCursor(query.after));
    return paged(ctx, { show: presentCommunication }, listed);
  }
}
