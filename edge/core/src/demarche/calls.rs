//! What to ask of each source a person chose: from a démarche, a choice and a token to calls.

use time::Date;
use unefois_wire::Concerne;

use super::checked::{DemarcheChecked, SourceChecked};
use super::choice::Choice;
use super::scopes::ScopesInForce;
use crate::identite::Pivot;
use crate::secret::Secret;
use crate::sources::companion::Companion;
use crate::sources::dgfip::{self, client_token};
use crate::sources::gates::GateKey;
use crate::sources::outcome::{Misconfiguration, Outcome};
use crate::sources::parameters::Asked;
use crate::sources::saisie::periode;
use crate::sources::{Call, Credential, Gateway, Saisie, Saisies};

/// What is known when the sources are asked.
pub struct Moment<'a> {
    /// Scopes FranceConnect granted.
    pub granted: &'a [String],
    /// Scopes the habilitations grant today.
    pub in_force: &'a ScopesInForce,
    /// The citizen's access token.
    pub access_token: &'a Secret,
    /// What the person typed.
    pub saisies: &'a [Saisie],
    /// Moment the token response arrived, in milliseconds.
    pub token_received_millis: u64,
    /// Date in Paris.
    pub today: Date,
    /// The secret of a name, where the platform holds it.
    pub secret: &'a dyn Fn(&str) -> Option<Secret>,
}

/// A source to ask.
#[derive(Clone, Copy)]
pub struct Planned<'a> {
    demarche: &'a DemarcheChecked,
    source: &'a SourceChecked,
}

impl DemarcheChecked {
    /// The sources of `choice`, in the order of the démarche.
    pub fn planned(&self, choice: &Choice) -> Vec<Planned<'_>> {
        let chosen = self.sources().iter().filter(|source| {
            choice.concerne() != Concerne::Autre && choice.has_source(source.spec.id)
        });
        let demarche = self;
        chosen.map(|source| Planned { demarche, source }).collect()
    }

    /// The client of the tax office's API manager, where the démarche has one.
    pub fn dgfip_client(
        &self,
        secret: &dyn Fn(&str) -> Option<Secret>,
    ) -> Option<client_token::Client> {
        let dgfip = self.dgfip()?;
        Some(client_token::Client {
            base: dgfip.adresse.clone(),
            client_id: dgfip.client_id.clone(),
            client_secret: secret(&dgfip.client_secret)?,
        })
    }
}

impl<'a> Planned<'a> {
    /// The source.
    pub fn source(&self) -> &'a SourceChecked {
        self.source
    }

    /// Whether it can only be asked once the identity is proven: its civil status is a parameter, or
    /// another source must first speak of the person.
    pub fn waits_for_identity(&self) -> bool {
        !self.source.is_by_france_connect() || self.source.access.companion.is_some()
    }

    /// The companion to ask first, where there is one, and the call of it.
    ///
    /// # Errors
    ///
    /// The outcome of the source when its companion cannot be asked.
    pub fn companion(
        &self,
        moment: &Moment,
        person: &Pivot,
        random: [u8; 16],
    ) -> Option<(&'static Companion, Result<Call, Outcome>)> {
        let companion = self.source.access.companion.as_ref()?;
        let missing = Outcome::Unavailable(Misconfiguration::ScopeMissing);
        let declared = self.demarche.source(companion.source.id);
        let call = declared.ok_or(missing).and_then(|source| {
            let maker = Maker {
                demarche: self.demarche,
                source,
                moment,
                saisies: Saisies::of(self.source, moment.saisies),
            };
            let is_granted = |scope: &&str| maker.is_granted(scope);
            if !companion.scopes.iter().all(is_granted) {
                return Err(missing);
            }
            maker.call(companion.chemins.to_vec(), person, random)
        });
        Some((companion, call))
    }

    /// The call of the source. `person` is only looked at where [`Planned::waits_for_identity`].
    ///
    /// # Errors
    ///
    /// The outcome when there is nothing to send: no scope granted, or a person who cannot be asked
    /// about.
    pub fn call(&self, moment: &Moment, person: &Pivot, random: [u8; 16]) -> Result<Call, Outcome> {
        let maker = Maker {
            demarche: self.demarche,
            source: self.source,
            moment,
            saisies: Saisies::of(self.source, moment.saisies),
        };
        let is_granted = |scope: &str| maker.is_granted(scope);
        let id = self.source.spec.id;
        let chemins = self.demarche.chemins_granted(id, &is_granted);
        let has_own = self.source.own_scopes().all(is_granted);
        if chemins.is_empty() || !has_own {
            return Err(Outcome::Unavailable(Misconfiguration::ScopeMissing));
        }
        maker.call(chemins, person, random)
    }

    /// Whether an input the source cannot be asked without is missing.
    pub fn lacks_input(&self, saisies: &[Saisie]) -> bool {
        let own = Saisies::of(self.source, saisies);
        let mut required = self.source.saisies.iter().filter(|saisie| saisie.requise);
        required.any(|saisie| own.get(saisie.id).is_none())
    }
}

struct Maker<'a> {
    demarche: &'a DemarcheChecked,
    source: &'a SourceChecked,
    moment: &'a Moment<'a>,
    saisies: Saisies,
}

impl Maker<'_> {
    /// A scope counts when the habilitation grants it, and FranceConnect too where its token is used.
    fn is_granted(&self, scope: &str) -> bool {
        let by_token = self.source.is_by_france_connect();
        let in_token = self.moment.granted.iter().any(|granted| granted == scope);
        self.moment.in_force.data(self.source.spec.id, scope) && (in_token || !by_token)
    }

    fn call(
        &self,
        chemins: Vec<&'static str>,
        person: &Pivot,
        random: [u8; 16],
    ) -> Result<Call, Outcome> {
        let source = self.source;
        let asked = Asked {
            pivot: person,
            saisies: &self.saisies,
            perimetre: source.perimetre.as_ref(),
            today: self.moment.today,
        };
        let (base, token) = self.base()?;
        let gate = GateKey {
            source: source.spec.id,
            tenant: self.demarche.collectivite().siret.clone(),
            token,
            base: base.clone(),
        };
        let mut parameters = Vec::new();
        if source.spec.gateway == Gateway::ApiParticulier {
            let recipient = &self.demarche.collectivite().siret;
            parameters.push(("recipient", recipient.clone()));
        }
        parameters.extend((source.access.parameters)(&asked)?);
        Ok(Call {
            source: source.spec,
            access: source.access,
            base,
            credential: self.credential(random)?,
            parameters,
            chemins: chemins.into_iter().map(ToOwned::to_owned).collect(),
            periode: self.saisies.get("mois").and_then(periode),
            saisies: self.saisies.ids(),
            is_holder_waived: source.is_holder_waived,
            gate,
            token_received_millis: self.moment.token_received_millis,
            today: self.moment.today,
        })
    }

    /// The base address, and the name under which the requests of a shared token are counted.
    fn base(&self) -> Result<(String, Option<String>), Outcome> {
        let absent = Outcome::Unavailable(Misconfiguration::TokenRefused);
        match self.source.spec.gateway {
            Gateway::ApiParticulier => {
                let api = self.demarche.api_particulier().ok_or(absent)?;
                let token = api
                    .jeton
                    .clone()
                    .filter(|_| !self.source.is_by_france_connect());
                Ok((api.adresse.clone(), token))
            }
            Gateway::Dgfip => {
                let dgfip = self.demarche.dgfip().ok_or(absent)?;
                let base = format!("{}{}", dgfip.adresse, dgfip::RESOURCES);
                Ok((base, Some(dgfip.client_id.clone())))
            }
        }
    }

    fn credential(&self, random: [u8; 16]) -> Result<Credential, Outcome> {
        let token = self.moment.access_token.clone();
        match self.source.spec.gateway {
            Gateway::Dgfip => Ok(Credential::Dgfip {
                france_connect: token,
                id_teleservice: self
                    .demarche
                    .dgfip()
                    .and_then(|it| it.id_teleservice.clone()),
                correlation_id: dgfip::correlation_id(random),
            }),
            Gateway::ApiParticulier if self.source.is_by_france_connect() => {
                Ok(Credential::FranceConnect(token))
            }
            Gateway::ApiParticulier => {
                let name = self
                    .demarche
                    .api_particulier()
                    .and_then(|api| api.jeton.as_deref());
                let token = name.and_then(|name| (self.moment.secret)(name));
                let absent = Outcome::Unavailable(Misconfiguration::TokenRefused);
                Ok(Credential::Collectivite(token.ok_or(absent)?))
            }
        }
    }
}
