import { Button } from '@mantine/core';
import type { Book } from '@rap/contracts/api-client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { counted } from '../../parts/counted.ts';
import { Message } from '../../parts/message.tsx';
import { useUserNames } from '../../parts/names.ts';
import { Card } from '../../parts/page.tsx';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows, Row, RowList } from '../../parts/rows.tsx';
import { useMay, whoCan } from '../../session/session.ts';
import { SectionFrame } from '../section.tsx';
import { BookDialog } from './book-dialog.tsx';
import { booksQuery } from './books-query.ts';

/** People who are looked after together, and by whom. */
export function BooksSection(): React.JSX.Element {
  const books = useQuery(booksQuery);
  const mayManage = useMay('user.manage');
  const nameOf = useUserNames();
  const [open, setOpen] = useState<Book | 'new'>();
  const items = books.data?.items ?? [];
  return (
    <SectionFrame
      title="Books"
      facts={
        mayManage
          ? 'Who works for a book sees its people, and nobody else’s'
          : `Changed by ${whoCan('user.manage')}`
      }
      actions={mayManage && <Button onClick={() => setOpen('new')}>New book</Button>}
    >
      <Card title="Books" aside={counted(items.length, 'book')}>
        {books.isPending && <GreyRows />}
        {books.error && <Refused error={books.error} within="card" />}
        {books.data && items.length === 0 && (
          <Message within="card" title="You work for no book yet">
            An owner puts you on one; until then you see nobody.
          </Message>
        )}
        <RowList label="Books">
          {items.map((book) => (
            <Row
              key={book.id}
              title={book.name}
              line={book.memberIds.map(nameOf).filter(Boolean).join(', ') || 'Nobody works for it'}
              action={
                mayManage && (
                  <Button size="xs" variant="default" onClick={() => setOpen(book)}>
                    Change
                  </Button>
                )
              }
            />
          ))}
        </RowList>
      </Card>
      {open && <BookDialog book={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} />}
    </SectionFrame>
  );
}
