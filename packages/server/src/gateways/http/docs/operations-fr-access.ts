import type { OperationText } from './operation-text.ts';

/** Authentication, users, invitations, keys and audit. */
export const ACCESS_OPERATIONS_FR: Readonly<Record<string, OperationText>> = {
  createToken: {
    summary: 'Créer un jeton',
    description:
      'Pour soi-même, ou avec le droit tokens:issue pour tout utilisateur de l’organisation. Il n’a aucun droit que vous n’avez pas ou que le rôle de l’utilisateur n’a pas, et ne survit pas à la session ou au jeton qui l’a créé.',
  },
  getSession: { summary: 'Qui est connecté' },
  signIn: {
    summary: 'Se connecter par mot de passe',
    description:
      'Pose le cookie de session. Les mots de passe faux sont ralentis par utilisateur et par adresse.',
  },
  signOut: {
    summary: 'Se déconnecter',
    description: 'Répond 204 aussi quand la session est déjà finie.',
  },
  changePassword: {
    summary: 'Définir son propre mot de passe',
    description: 'Termine toutes vos autres sessions et annule vos jetons.',
  },
  openInvitation: {
    summary: 'À qui est destiné un lien à usage unique',
    description: 'Ne le consomme pas : seule son acceptation le fait.',
  },
  getInvitedPasskeyOptions: {
    summary: 'Commencer la clé d’accès avec laquelle un lien à usage unique sera accepté',
    description:
      'Les options sont pour navigator.credentials.create() ; cinq minutes, une fois. Le lien reste inutilisé.',
  },
  acceptInvitation: {
    summary: 'Utiliser un lien à usage unique',
    description:
      'Peut définir nom, mot de passe et clé d’accès, et connecte. Sans mot de passe ni clé d’accès, ajoutez-en ensuite.',
  },
  getPasskeyRegistrationOptions: {
    summary: 'Commencer l’ajout d’une clé d’accès',
    description: 'Les options sont pour navigator.credentials.create() ; cinq minutes, une fois.',
  },
  registerPasskey: { summary: 'Ajouter la clé d’accès que le navigateur a créée' },
  listPasskeys: { summary: 'Vos clés d’accès' },
  removePasskey: { summary: 'Retirer une de vos clés d’accès' },
  getPasskeySignInOptions: {
    summary: 'Commencer une connexion par clé d’accès',
    description: 'Les options sont pour navigator.credentials.get() ; cinq minutes, une fois.',
  },
  signInByPasskey: {
    summary: 'Se connecter par clé d’accès',
    description: 'Pose le cookie de session.',
  },
  getWellKnownKeySet: { summary: 'Les clés publiques qui vérifient les jetons du serveur (JWKS)' },
  getKeySet: { summary: 'Les clés publiques qui vérifient les jetons du serveur (JWKS)' },
  listUsers: { summary: 'Les personnes de l’organisation, par identifiant' },
  createUser: {
    summary: 'Ajouter un utilisateur actif aussitôt',
    description:
      'Sans mot de passe, il se connecte par une invitation ou n’utilise que des jetons. Seul un administrateur en crée un autre ; `external_calls` n’est donné que par qui détient `calls:external`, comme les administrateurs.',
  },
  getOwnUser: { summary: 'L’utilisateur qui demande' },
  getUser: { summary: 'Un utilisateur' },
  updateUser: {
    summary: 'Modifier un utilisateur',
    description:
      'Chacun peut changer son nom et son adresse. Désactiver un utilisateur termine aussitôt ses sessions et jetons ; le dernier administrateur ne peut pas être désactivé. `external_calls` permet aux sessions, aux téléphones et aux nouveaux jetons de l’utilisateur d’appeler à l’extérieur, là où une ligne a une route ; retiré, il cesse dès l’appel suivant.',
  },
  listBlocks: { summary: 'Qui vous avez bloqué, par identifiant' },
  blockUser: {
    summary: 'Bloquer un utilisateur',
    description:
      'Ses appels vers vous sont refusés par `participant_blocked` ; rien d’autre ne le lui dit.',
  },
  unblockUser: { summary: 'Débloquer un utilisateur' },
  createInvitation: {
    summary: 'Inviter quelqu’un par un lien à usage unique',
    description:
      'Pour un nouvel utilisateur, ou pour qui a perdu tout moyen de se connecter. Le lien n’est que dans cette réponse ; il vaut 24 heures et une fois.',
  },
  listInvitations: { summary: 'Les invitations, les plus récentes d’abord, sans leurs liens' },
  createApiKey: {
    summary: 'Créer une clé d’API',
    description:
      'La clé n’est que dans cette réponse : seule son empreinte est conservée. Elle n’a aucun droit que son créateur n’a pas.',
  },
  listApiKeys: { summary: 'Les clés d’API, les plus récentes d’abord, révoquées comprises' },
  getApiKey: { summary: 'Une clé d’API' },
  revokeApiKey: { summary: 'Révoquer une clé d’API, aussitôt et pour toujours' },
  listAudit: { summary: 'Le flux d’audit' },
};
