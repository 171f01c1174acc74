import { useState } from 'react';
import { useServices } from '../../app/services.tsx';
import { usePages } from '../../app/use-pages.ts';
import { useText } from '../../i18n/language.tsx';
import { ListSection } from './list-section.tsx';
import { TrunkDialog } from './trunk-dialog.tsx';
import { emptyTrunk } from './trunk-draft.ts';
import { TrunkRow } from './trunk-row.tsx';

export function TrunksSection() {
  const text = useText().telephony.trunks;
  const { trunks } = useServices().telephony;
  const [adding, setAdding] = useState(false);
  const pages = usePages(trunks.list);
  return (
    <>
      <ListSection
        title={text.title}
        add={text.add}
        empty={text.empty}
        pages={pages}
        onAdd={() => setAdding(true)}
        row={(trunk) => <TrunkRow key={trunk.id} trunk={trunk} onChanged={pages.reload} />}
      />
      <TrunkDialog
        opened={adding}
        title={text.add}
        first={emptyTrunk}
        hasPassword={false}
        save={async (body) => {
          await trunks.create(body);
          pages.reload();
        }}
        onClose={() => setAdding(false)}
      />
    </>
  );
}
