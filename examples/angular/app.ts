// The school bus: reactive forms, their template compiled beforehand.
import { JsonPipe } from "@angular/common";
import { Component, provideZonelessChangeDetection } from "@angular/core";
import { FormControl, FormGroup, ReactiveFormsModule } from "@angular/forms";
import { bootstrapApplication } from "@angular/platform-browser";

const text = () => new FormControl("", { nonNullable: true });

@Component({
  selector: "bus-scolaire",
  imports: [ReactiveFormsModule, JsonPipe],
  templateUrl: "./app.html",
})
class SchoolBus {
  readonly months = [
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
  ];
  readonly bus = new FormGroup({
    civilite: text(), nom: text(), prenoms: text(), jour: text(), mois: text(), annee: text(), courriel: text(), telephone: text(),
    adresse: text(), code_postal: text(), ville: text(), quotient: text(), ligne: text(),
    reglement: new FormControl(false, { nonNullable: true }),
  });
}

void bootstrapApplication(SchoolBus, { providers: [provideZonelessChangeDetection()] });
