import { getTemplate } from '@rap/contracts/api-client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ask } from '../api/ask.ts';
import { PageBody, PageHeader } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { GreyRows } from '../parts/rows.tsx';
import { TemplateVersions } from './template-versions.tsx';
import { TemplateWork } from './template-work.tsx';
import { useUsers } from './use-users.ts';

export const templateQuery = (id: string) =>
  queryOptions({ queryKey: ['templates', 'one', id], queryFn: () => ask(getTemplate({ path: { id } })) });

/** One template: its words, how they arrive, and every wording that it ever had. */
export function TemplatePage(): React.JSX.Element {
  const { templateId } = useParams({ from: '/inside/templates/$templateId' });
  const template = useQuery(templateQuery(templateId));
  const usedBy = useUsers();
  if (template.error) {
    return <Refused error={template.error} action={<Link to="/templates">See the templates</Link>} />;
  }
  if (!template.data) return <GreyRows count={6} />;
  const { name, key, channel, versions } = template.data;
  const users = usedBy(key);
  return (
    <>
      <PageHeader
        title={name}
        crumbs={<Link to="/templates">Templates</Link>}
        facts={`${channel === 'email' ? 'Email' : 'Text'}, used by ${users.join(', ') || 'no automation'}`}
      />
      <PageBody>
        <TemplateWork key={`${versions[0]?.id}:${versions[0]?.version}`} template={template.data} />
        <TemplateVersions template={template.data} />
      </PageBody>
    </>
  );
}
