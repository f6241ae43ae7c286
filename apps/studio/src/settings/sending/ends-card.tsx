import { IconMail, IconMessage2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Card } from '../../parts/page.tsx';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows, KindTile, Row, RowList } from '../../parts/rows.tsx';
import { channelsQuery, OneEnd } from '../../parts/where-it-goes.tsx';

/** Whether people receive what is sent, for each channel. */
export function EndsCard(): React.JSX.Element {
  const { data, error } = useQuery(channelsQuery);
  return (
    <Card title="Where messages end up">
      {error && <Refused error={error} within="card" />}
      {!data && !error && <GreyRows count={2} />}
      {data && (
        <RowList label="Channels">
          <Row
            tile={<KindTile kind="message" icon={IconMail} />}
            title="Emails"
            action={<OneEnd end={data.email} />}
          />
          <Row
            tile={<KindTile kind="message" icon={IconMessage2} />}
            title="Texts"
            action={<OneEnd end={data.sms} />}
          />
        </RowList>
      )}
    </Card>
  );
}
