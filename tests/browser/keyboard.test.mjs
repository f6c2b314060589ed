import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "node:test";
import { readValues } from "./lib/fields.mjs";
import { focused, pressUntil, tabThrough } from "./lib/keyboard.mjs";
import { withBrowser } from "./lib/harness.mjs";
import { hold } from "./lib/intercept.mjs";
import {
  PANEL, leave, openForm, panelText, pressFranceConnect, release, signIn, tickSource, waitBack,
} from "./lib/journey.mjs";

const inTab = withBrowser();

test("journey_is_made_with_the_keyboard_alone_in_the_order_of_the_page", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    await pressUntil(page, "Tab", "Mon quotient familial");
    await page.keyboard.press("Space");
    assert.deepEqual(await tabThrough(page, 5), [
      "Voir ce qui est demandé : Mon quotient familial",
      "S’identifier avec FranceConnect",
      "Qu’est-ce que FranceConnect ?",
      "Remplir le formulaire moi-même",
      "Vos données et vos droits – nouvelle fenêtre",
    ]);
    await pressUntil(page, "Shift+Tab", "S’identifier avec FranceConnect");
    await leave(page, () => page.keyboard.press("Enter"));
    await page.focus("#identite-camille");
    await leave(page, () => page.keyboard.press("Enter"));
    await page.focus("#continuer");
    await leave(page, () => page.keyboard.press("Enter"));
    assert.deepEqual(await tabThrough(page, 13), [
      "Ce n’est pas moi",
      "Envoyer mon identité : Camille Louise LEFÈVRE, naissance le 12 mars 1987",
      "Voir le détail : Envoyer mon identité",
      "Nom utilisé : MARTIN",
      "Adresse électronique : c.lefevre@courriel.example",
      "Quotient familial : 650 €",
      "Voir le détail : Quotient familial",
      "Adresse : 12 RUE DES LILAS, 99999 VALBOURG",
      "Voir le détail : Adresse",
      "Remplir mon formulaire",
      "Ne rien envoyer",
      "J’ai besoin de plus de temps",
      "Vos données et vos droits",
    ]);
    await pressUntil(page, "Shift+Tab", "Remplir mon formulaire");
    await sleep(800);
    await leave(page, () => page.keyboard.press("Enter"));
    await waitBack(page);
    assert.equal(await focused(page), "Votre formulaire est rempli");
    assert.deepEqual(await tabThrough(page, 5), [
      "Aller au premier champ à remplir",
      "Voir le détail",
      "Annuler le remplissage",
      "Télécharger mon reçu",
      "Se déconnecter de FranceConnect – nouvelle fenêtre",
    ]);
    await pressUntil(page, "Shift+Tab", "Aller au premier champ à remplir");
    await page.keyboard.press("Enter");
    assert.equal(await focused(page), "Téléphone");
  }));

test("enter_in_a_box_of_the_release_page_sends_and_never_refuses", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    await tickSource(page);
    await pressFranceConnect(page);
    await signIn(page, "camille");
    await page.focus("#choix-adresse");
    await sleep(800);
    await leave(page, () => page.keyboard.press("Enter"));
    await waitBack(page);
    assert.equal((await readValues(page)).quotient_familial, "650");
  }));

test("focus_stays_with_a_person_who_has_begun_to_type_before_the_fill", () =>
  inTab(async ({ page }) => {
    let letGo;
    const typed = new Promise((resolve) => (letGo = resolve));
    await hold(page, /\/v1\/redeem$/, () => typed);
    await openForm(page);
    await tickSource(page);
    await pressFranceConnect(page);
    await signIn(page, "camille");
    await release(page, "send");
    await page.type("#telephone", "06");
    letGo();
    await waitBack(page);
    assert.equal(await focused(page), "Téléphone");
    await page.keyboard.type("07");
    assert.equal((await readValues(page)).telephone, "0607");
    assert.equal(await panelText(page, PANEL.status), "Votre formulaire est rempli. 14 champs remplis");
  }));

test("button_by_hand_leads_to_the_first_field_of_the_form", () =>
  inTab(async ({ page }) => {
    await openForm(page);
    await pressUntil(page, "Tab", "Remplir le formulaire moi-même");
    await page.keyboard.press("Enter");
    assert.match(await focused(page), /Madame/);
  }));
