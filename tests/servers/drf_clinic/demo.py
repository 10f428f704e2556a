"""Requests that show the bugs of the clinic."""

import httpx

DOCTOR = {"Authorization": "Bearer tok-doctor"}
INTERN = {"Authorization": "Bearer tok-intern"}
PATIENT = {"name": "Max", "born": "1990-01-02", "blood_type": None, "insured": False}


def password_returned(client: httpx.Client) -> bool:
    changed = client.patch("/me/", json={"password": "changed-it"}, headers=DOCTOR)
    return changed.status_code == 200 and "password" not in changed.json()


def scope_not_checked(client: httpx.Client) -> bool:
    return client.put("/patients/1/", json=PATIENT, headers=INTERN).status_code == 403


def smoke(client: httpx.Client) -> None:
    assert client.get("/me/").status_code == 401
    assert client.get("/me/", headers=INTERN).json()["username"] == "intern"
    assert client.patch("/me/", json={"email": "no"}, headers=INTERN).status_code == 400
    note = client.post("/notes/", json={"text": "n"}, headers=DOCTOR).json()
    path = f"/notes/{note['id']}/"
    assert client.get(path, headers=INTERN).status_code == 404
    assert client.get("/notes/", headers=INTERN).json() == []
    assert client.put(path, json={"text": "m", "urgent": True}, headers=DOCTOR).json()["urgent"] is True
    assert client.post("/patients/", json=PATIENT, headers=INTERN).status_code == 403
    patient = client.post("/patients/", json={**PATIENT, "blood_type": "A+"}, headers=DOCTOR).json()
    listed = client.get("/patients/", params={"blood_type": ["A+", "0+"]}, headers=INTERN).json()
    assert [item["id"] for item in listed] == [1, patient["id"]]
    assert client.patch(f"/patients/{patient['id']}/", json={"insured": "true"}, headers=DOCTOR).status_code == 400
    assert client.delete(f"/patients/{patient['id']}/", headers=DOCTOR).status_code == 204


DEMOS = {"password-returned": password_returned, "scope-not-checked": scope_not_checked}
