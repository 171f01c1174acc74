import type { OperationText } from './operation-text.ts';

/** Postes, appareils, lignes et autocommutateur. */
export const TELEPHONY_OPERATIONS_FR: Readonly<Record<string, OperationText>> = {
  createExtension: {
    summary: 'Donner un numéro à un utilisateur ou à une salle, ou en faire une entrée',
    description:
      'Un appel vers ce numéro fait sonner les téléphones et les navigateurs de l’utilisateur, ou mène dans la salle. Avec `dial_in`, on y répond et on demande le code de la salle où mener ; `language` est la langue parlée, à défaut celle du serveur.',
  },
  listExtensions: { summary: 'Les numéros, dans l’ordre' },
  getExtension: { summary: 'Un numéro' },
  removeExtension: { summary: 'Reprendre un numéro ; les appels en cours continuent' },
  createDevice: {
    summary: 'Ajouter un téléphone à un utilisateur',
    description:
      'Le mot de passe SIP n’est que dans cette réponse. Chacun ajoute ses propres téléphones ; les administrateurs, ceux de tous. Sans `srtp`, le son est en clair.',
  },
  listDevices: {
    summary: 'Les téléphones, et s’ils sont enregistrés',
    description:
      'Sans `user_id`, tous ceux de l’organisation : pour les administrateurs. Quand le serveur redémarre, un téléphone reste enregistré si aucune connexion qu’il a ouverte n’y mène : par UDP, ou à travers un proxy.',
  },
  getDevice: { summary: 'Un téléphone' },
  changeDevice: { summary: 'Renommer un téléphone, ou dire comment le son en est chiffré' },
  renewDevicePassword: {
    summary: 'Donner à un téléphone un nouveau mot de passe SIP ; l’ancien cesse aussitôt',
  },
  removeDevice: { summary: 'Retirer un téléphone ; il ne peut plus s’enregistrer ni appeler' },
  createTrunk: {
    summary: 'Relier un autocommutateur ou un opérateur',
    description:
      'Rien ne peut être composé par cette ligne tant que `routes` ne nomme aucun préfixe. Le mot de passe est conservé scellé et jamais rendu.',
  },
  listTrunks: { summary: 'Les lignes, les plus anciennes d’abord' },
  getTrunk: { summary: 'Une ligne' },
  updateTrunk: { summary: 'Modifier une ligne ; les appels en cours restent comme ils sont' },
  removeTrunk: { summary: 'Retirer une ligne ; les appels en cours continuent' },
  testTrunk: { summary: 'Demander par OPTIONS au correspondant d’une ligne s’il répond' },
  getPbx: {
    summary: 'Si l’autocommutateur répond par ARI, et depuis quand',
    description:
      '`failure` dit pourquoi il ne répond pas. Une réponse 200 ne signifie pas qu’il est joignable.',
  },
  listPbxChannels: { summary: 'Les canaux de l’autocommutateur : les branches de ses appels' },
  listPbxBridges: { summary: 'Les ponts de l’autocommutateur : quels canaux s’entendent' },
  listPbxEndpoints: {
    summary: 'Les terminaux de l’autocommutateur : ses téléphones et ses lignes, et leur présence',
  },
};
