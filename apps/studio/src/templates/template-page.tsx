import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { PageLoading } from '../parts/page-loading.tsx';
import { PageBody, PageHeader } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { templateQuery } from './template-query.ts';
import { TemplateVersions } from './template-versions.tsx';
import { TemplateWork } from './template-work.tsx';
import { useUsers } from './use-users.ts';

/** One template: its words, how they arrive, and every wording that it ever had. */
export function TemplatePage(): React.JSX.Element {
  const { templateId } = useParams({ from: '/inside/templates/$templateId' });
  const template = useQuery(templateQuery(templateId));
  const usedBy = useUsers();
  if (template.error) {
    return (
      <Refused
        within="whole"
        error={template.error}
        action={<Link to="/templates">See the templates</Link>}
      />
    );
  }
  if (!template.data) return <PageLoading />;
  const { name, key, channel } = template.data;
  const users = usedBy(key);
  return (
    <>
      <PageHeader
        title={name}
        crumbs={<Link to="/templates">Templates</Link>}
        facts={`${channel === 'email' ? 'Email' : 'Text'}, used by ${users.join(', ') || 'no automation'}`}
      />
      <PageBody>
        <TemplateWork key={template.data.id} template={template.data} />
        <TemplateVersions template={template.data} />
      </PageBody>
    </>
  );
}
